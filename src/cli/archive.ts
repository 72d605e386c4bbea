import { join, resolve } from "node:path";
import { collected } from "../archive/collect.ts";
import { manifestText, sha256, type Files } from "../archive/manifest.ts";
import { requireNoSecrets, secretsOf } from "../archive/secrets.ts";
import { verifyArchive } from "../archive/verify.ts";
import { versionsOf } from "../archive/versions.ts";
import { requireFresh, writeArchive } from "../archive/write.ts";
import type { Proof } from "../prove/proof.ts";
import { proofOf } from "../prove/examined.ts";
import { projectRoot } from "../project.ts";
import { count } from "../report/text.ts";
import { htmlOf } from "../review/html.ts";
import { jsonOf } from "../review/json.ts";
import { markdownOf } from "../review/markdown.ts";
import { whenOf } from "../review/time.ts";
import { loadStack } from "../stack/load.ts";
import { EXIT, planCodeOf, verdictOf } from "./exit-codes.ts";
import { refuseOptions, type OptionProblem } from "./options.ts";
import { write } from "./output.ts";
import { planJson } from "./plan.ts";
import { reviewExamined } from "./review.ts";
import { fileOf, openStack, type Opened } from "./stack.ts";

export interface ArchiveOptions {
  readonly incident?: string;
  readonly stack?: string;
  readonly out?: string;
  readonly verify?: string;
  readonly json?: boolean;
}

/** Puts everything about an incident into a folder that can be verified, or verifies one. */
export async function archiveCommand(options: ArchiveOptions): Promise<number> {
  const { verify, json = false } = options;
  if (verify !== undefined) return verifyCommand(verify, json);
  const { incident, stack } = required(options);
  const root = projectRoot();
  const folder = resolve(options.out ?? join(root, "reports", "incidents", incident));
  requireFresh(folder);
  const opened = await openStack(stack);
  const { desired, live, plan } = opened.examined;
  const proof = await proofOf(root, opened.examined);
  const code = planCodeOf(opened.examined, proof);
  const file = resolve(root, fileOf(stack));
  const files: Files = new Map([...collected(root, file, desired), ...made(opened, proof, code)]);
  requireNoSecrets(files, secretsOf(loadStack(file), process.env));
  const { number, hash, parentHash, timestamp } = live.block;
  const block = { number: String(number), ...(hash && { hash }), parentHash, time: whenOf(timestamp).text };
  const about = { incident, stack: desired.stack, chainId: String(live.chainId), block, plan: plan.hash };
  const manifest = manifestText(about, files);
  writeArchive(folder, files, manifest);
  const sum = sha256(Buffer.from(manifest));
  const listed = { verdict: verdictOf(code), folder, files: files.size, manifest: sum };
  write(
    json
      ? JSON.stringify(listed, null, 2)
      : `${folder}: ${count(files.size, "file")}\nSHA-256 of manifest.json: ${sum}`,
  );
  return EXIT.clean;
}

function verifyCommand(folder: string, json: boolean): number {
  const found = verifyArchive(folder);
  const code = found.problems.length === 0 ? EXIT.clean : EXIT.differs;
  if (json) write(JSON.stringify({ verdict: verdictOf(code), ...found }, null, 2));
  else if (code !== EXIT.clean) write(found.problems.join("\n"));
  else write(`${count(found.files, "file")} as the manifest says\nSHA-256 of manifest.json: ${found.sha256}`);
  return code;
}

/** What is made of the reading. */
function made(opened: Opened, proof: Proof | undefined, code: number): [string, Buffer][] {
  const review = reviewExamined(opened.examined, proof);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const texts = {
    "review/review.md": markdownOf(review),
    "review/review.json": jsonOf(review),
    "review/review.html": htmlOf(review),
    "checks/plan.json": json({ exitCode: code, ...planJson(opened, proof, code) }),
    "versions.json": json(versionsOf(opened.root)),
  };
  return Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]);
}

function required({ incident, stack }: ArchiveOptions): { readonly incident: string; readonly stack: string } {
  const problems: OptionProblem[] = [];
  if (incident === undefined || !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(incident)) {
    const expected = "letters, digits, - . and _, at most 64, with a letter, a digit or _ in front";
    problems.push({ option: "--incident", found: incident ?? "nothing", expected });
  }
  if (stack === undefined) problems.push({ option: "--stack", found: "nothing", expected: "a stack file" });
  refuseOptions("ordinance archive", problems);
  return { incident: incident!, stack: stack! };
}
