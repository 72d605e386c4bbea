import { html, NOTHING, trusted, type Html } from "./markup.ts";
import { isEmpty, type Section } from "./parts.ts";
import { STYLE } from "./style.ts";

/** A whole page. */
export interface Document {
  /** Of the window. */
  readonly title: string;
  readonly headline: string;
  /** Class of the body: words that the style knows. */
  readonly mood: string;
  /** What only this kind of page needs. */
  readonly style?: string;
  /** Below the headline: what was looked at, and when. */
  readonly meta: Html;
  /** Above the links to the sections. */
  readonly lead?: Html;
  /** Those without content are left out. */
  readonly sections: readonly Section[];
}

/** A page that needs nothing else: no script, no image, no font. */
export function documentOf({ title, headline, mood, style = "", meta, lead = NOTHING, sections }: Document): string {
  const filled = sections.filter((each) => !isEmpty(each));
  const links = filled.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${trusted(STYLE + style)}
        </style>
      </head>
      <body class="${mood}">
        <header>
          <h1 id="headline">${headline}</h1>
          <p class="meta">${meta}</p>
          ${lead}
          <nav>
            <ul>
              ${links}
            </ul>
          </nav>
        </header>
        <main>${filled.map(drawn)}</main>
      </body>
    </html> `.markup;
}

function drawn({ id, title, content }: Section): Html {
  return html`<section id="${id}">
    <h2><a href="#${id}">${title}</a></h2>
    ${content}
  </section>`;
}
