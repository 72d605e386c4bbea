import { join, resolve } from "node:path";
import { collected } from "../archive/collect.ts";
import { manifestText, sha256, type Files } from "../archive/manifest.ts";
import { requireNoSecrets, secretsOf } from "../archive/secrets.ts";
import { verifyArchive } from "../archive/verify.ts";
import { versionsOf } from "../archive/versions.ts";
import { requireFresh, requirePlainPaths, writeArchive } from "../archive/write.ts";
import type { Proof } from "../prove/proof.ts";
import { proofOf } from "../prove/examined.ts";
import { diagnose, type Diagnosis } from "../doctor/doctor.ts";
import { projectRoot } from "../project.ts";
import { retrospectiveMarkdown } from "../archive/retrospective/markdown.ts";
import { retrospectiveOf, type Retrospective } from "../archive/retrospective/model.ts";
import { readPast } from "../archive/retrospective/past.ts";
import { recordsOf } from "../archive/retrospective/records.ts";
import { count } from "../report/text.ts";
import { htmlOf } from "../review/html.ts";
import { jsonOf } from "../review/json.ts";
import { markdownOf } from "../review/markdown.ts";
import { visibleJson } from "../visible.ts";
import { whenOf } from "../review/time.ts";
import { loadStack } from "../stack/load.ts";
import { EXIT, planCodeOf, verdictOf } from "./exit-codes.ts";
import { refuseOptions, type OptionProblem } from "./options.ts";
import { write } from "./output.ts";
import { planJson } from "./plan.ts";
import { reviewExamined } from "./review.ts";
import { openStack, type Opened } from "./stack.ts";
import { fileOf } from "./stack-file.ts";

export interface ArchiveOptions {
  readonly incident?: string;
  readonly stack?: string;
  readonly out?: string;
  /** Where the retrospective begins; the first receipt unless told. */
  readonly fromBlock?: string;
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
  const opened = await openStack(stack, { everySet: true });
  const { desired, live, plan } = opened.examined;
  const proof = await proofOf(root, opened.examined);
  const code = planCodeOf(opened.examined, proof);
  const diagnosis = diagnose(opened.examined);
  const retrospective = await retrospectiveNow({ incident, opened, proof, diagnosis, fromBlock: options.fromBlock });
  const file = resolve(root, fileOf(stack));
  const files: Files = new Map([
    ...collected(root, file, desired),
    ...made(opened, { proof, code, diagnosis, retrospective }),
  ]);
  requirePlainPaths(files);
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
function made(
  opened: Opened,
  {
    proof,
    code,
    diagnosis,
    retrospective,
  }: {
    readonly proof: Proof | undefined;
    readonly code: number;
    readonly diagnosis: Diagnosis;
    readonly retrospective: Retrospective;
  },
): [string, Buffer][] {
  const review = reviewExamined(opened.examined, proof);
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  const json = (value: unknown) => `${JSON.stringify(value, plain, 2)}\n`;
  const texts = {
    "review/review.md": markdownOf(review),
    "review/review.json": jsonOf(review),
    "review/review.html": htmlOf(review),
    "retrospective.md": retrospectiveMarkdown(retrospective),
    "retrospective.json": visibleJson(json(retrospective)),
    "checks/doctor.json": visibleJson(json(diagnosis)),
    "checks/plan.json": json({ exitCode: code, ...planJson(opened, proof, code) }),
    "versions.json": json(versionsOf(opened.root)),
  };
  return Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]);
}

/** Blocks that are looked at where nothing was sent from here: about a day where one comes every twelve seconds. */
const A_DAY = 7_200n;

/** What happened since the first receipt of the stack, or in the last blocks where there is none. */
async function retrospectiveNow({
  incident,
  opened: { root, examined },
  proof,
  diagnosis,
  fromBlock,
}: {
  readonly incident: string;
  readonly opened: Opened;
  readonly proof: Proof | undefined;
  readonly diagnosis: Diagnosis;
  readonly fromBlock: string | undefined;
}): Promise<Retrospective> {
  const { desired, live } = examined;
  const records = recordsOf(root, desired);
  const last = live.block.number;
  const first = records.batches[0]?.block ?? (last > A_DAY ? last - A_DAY : 0n);
  const from = fromBlock === undefined ? first : BigInt(fromBlock);
  if (from > last) {
    const expected = `at most ${last}, the block that was read`;
    refuseOptions("ordinance archive", [{ option: "--from-block", found: String(from), expected }]);
  }
  const blocks = records.batches.flatMap(({ block, calls }) => [block, ...calls.map((call) => call.block)]);
  const past = await readPast(examined, from, blocks);
  return retrospectiveOf({ incident, examined, proof, diagnosis, past, records });
}

function required({ incident, stack, fromBlock }: ArchiveOptions): {
  readonly incident: string;
  readonly stack: string;
} {
  const problems: OptionProblem[] = [];
  if (incident === undefined || !/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/.test(incident)) {
    const expected = "letters, digits, - . and _, at most 64, with a letter, a digit or _ in front";
    problems.push({ option: "--incident", found: incident ?? "nothing", expected });
  }
  if (stack === undefined) problems.push({ option: "--stack", found: "nothing", expected: "a stack file" });
  if (fromBlock !== undefined && !/^\d{1,18}$/.test(fromBlock))
    problems.push({ option: "--from-block", found: fromBlock, expected: "the number of a block" });
  refuseOptions("ordinance archive", problems);
  return { incident: incident!, stack: stack! };
}
