import { briefingMarkdown } from "../briefing/markdown.ts";
import { diagnose } from "../doctor/doctor.ts";
import { formatProblem, OrdinanceError } from "../errors.ts";
import { authorityOf, rightsIn } from "../matrix/authority.ts";
import { AUTHORITY_RENDERERS } from "../matrix/authority-render.ts";
import { callsOf } from "../plan/plan.ts";
import { proofOf } from "../prove/examined.ts";
import { proofText } from "../prove/report.ts";
import type { PartName, PartState } from "../ready/model.ts";
import { LEVERS } from "../rehearse/model.ts";
import { rehearse } from "../rehearse/rehearse.ts";
import { REHEARSAL_RENDERERS } from "../rehearse/render.ts";
import { summaryText } from "../rehearse/words.ts";
import { count } from "../report/text.ts";
import { jsonText } from "../visible.ts";
import { briefingIn } from "./briefing.ts";
import { doctorCode } from "./doctor.ts";
import { EXIT, exitCodeOf, planCodeOf, verdictOf } from "./exit-codes.ts";
import { planJson } from "./plan.ts";
import { rehearsalCode } from "./rehearse.ts";
import type { Opened } from "./stack.ts";
import { readWall, wallCode, wallJson, type WallRequest } from "./status-wall.ts";

/** What a part came to: the exit code of its own command, one line, and its evidence. */
export interface Made {
  readonly code: number;
  readonly summary: string;
  readonly file?: { readonly name: string; readonly text: string };
}

/** Parts that rest on the one reading of the chain. */
export type ReadingPart = Exclude<PartName, "status-wall">;

export const READING_PARTS: Readonly<
  Record<ReadingPart, (opened: Opened, progress: (text: string) => void) => Promise<Made>>
> = {
  doctor: ({ examined }) => {
    const diagnosis = diagnose(examined);
    const { fail, warn, pass } = diagnosis.summary;
    return Promise.resolve({
      code: doctorCode(examined, diagnosis),
      summary: `${fail} fail, ${warn} warn, ${pass} pass`,
      file: { name: "doctor.json", text: jsonText(diagnosis) },
    });
  },
  async plan(opened) {
    const { root, examined } = opened;
    const { changes } = examined.plan;
    const proof = await proofOf(root, examined);
    const code = planCodeOf(examined, proof);
    const [tried] = proof ? proofText(proof, examined).split("\n") : [];
    const differing = changes.length === 0 ? "no difference" : count(changes.length, "difference");
    return {
      code,
      summary: [`${differing}, ${count(callsOf(examined.plan).length, "call")} to send`, tried]
        .filter(Boolean)
        .join(". "),
      file: { name: "plan.json", text: jsonText(planJson(opened, proof, code)) },
    };
  },
  authority: ({ examined }) => {
    const matrix = authorityOf(rightsIn(examined));
    const rights = matrix.contracts.reduce((sum, each) => sum + each.rights.length, 0);
    const whole = matrix.complete ? "" : "; logs were not scanned completely, holders may be overlooked";
    return Promise.resolve({
      code: examined.plan.unreadable.length > 0 ? EXIT.unread : EXIT.clean,
      summary: `${count(rights, "right")} over ${count(matrix.contracts.length, "contract")}${whole}`,
      file: { name: "authority.md", text: AUTHORITY_RENDERERS.md(matrix) },
    });
  },
  async rehearse({ root, examined }, progress) {
    const rehearsal = await rehearse(root, examined, { only: LEVERS, progress });
    return {
      code: rehearsalCode(rehearsal),
      summary: summaryText(rehearsal),
      file: { name: "rehearsal.json", text: REHEARSAL_RENDERERS.json(rehearsal) },
    };
  },
  briefing: (opened) => {
    const briefing = briefingIn(opened);
    return Promise.resolve({
      code: planCodeOf(opened.examined),
      summary: `${count(briefing.next.length, "next step")}, ${briefing.expiring.length} expiring or on offer`,
      file: { name: "briefing.md", text: briefingMarkdown(briefing) },
    });
  },
};

export async function wallPart(request: WallRequest, env: NodeJS.ProcessEnv): Promise<Made> {
  const report = await readWall(request, env);
  const findings = report.sections.flatMap((section) => section.findings);
  const green = findings.filter(({ state }) => state === "green").length;
  return {
    code: wallCode(report),
    summary: `${green} of ${findings.length} required checks are green`,
    file: { name: "status-wall.json", text: jsonText(wallJson(report)) },
  };
}

/**
 * A part that cannot be done says why; the others go on.
 * @param clean takes out what must not be in a report: it is shown to more people than an error on a terminal.
 */
export async function attempted(work: () => Promise<Made>, clean: (text: string) => string): Promise<Made> {
  try {
    return await work();
  } catch (error) {
    return failed(error, clean);
  }
}

/** @throws what is no error of this project. */
export function failed(error: unknown, clean: (text: string) => string): Made {
  if (!(error instanceof OrdinanceError)) throw error;
  return { code: exitCodeOf(error), summary: clean(error.problems.map(formatProblem).join("; ")) };
}

export function stateOf({ code }: Made): PartState {
  return verdictOf(code);
}
