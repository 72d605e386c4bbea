import { styleText } from "node:util";

export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** Puts a style on a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** For people who look at a terminal; plain where the output goes elsewhere or NO_COLOR is set. */
export const terminal: Paint = (style, text) => styleText(style, text, { stream: process.stdout });

export const plain: Paint = (_style, text) => text;
