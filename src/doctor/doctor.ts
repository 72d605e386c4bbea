import type { Examined } from "../examine.ts";
import {
  authorityOf,
  rightsIn,
  type AuthorityContract,
  type AuthorityMatrix,
  type Rights,
} from "../matrix/authority.ts";
import { leavesOf } from "../plan/world.ts";
import { count, unreadableText } from "../report/text.ts";
import { visible } from "../visible.ts";
import { bindingFindings } from "./bindings.ts";
import { remediesOf, SEVERITIES, type Finding, type Severity } from "./finding.ts";
import { passingFindings } from "./passing.ts";
import { queuedFindings } from "./queued.ts";
import { rightFindings } from "./rights.ts";

/** What an examination came to. Plain data. */
export interface Diagnosis {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  readonly chainId: string;
  /** The block that was read. */
  readonly block: string;
  readonly summary: Readonly<Record<Severity, number>>;
  /** By contract, in the order of the stack file. */
  readonly findings: readonly Finding[];
}

/**
 * Every right and every reference of a stack, with what is wrong and what mends it. Pure.
 * @param rights and the matrix of them, where they have been made already.
 */
export function diagnose(
  examined: Examined,
  rights: Rights = rightsIn(examined),
  { contracts }: Pick<AuthorityMatrix, "contracts"> = authorityOf(rights),
): Diagnosis {
  const { desired, live } = examined;
  const findings = [
    ...rightFindings(desired, contracts),
    ...passingFindings(rights),
    ...bindingFindings(rights),
    ...queuedFindings(rights, examined.plan),
    ...otherFindings(examined, contracts),
  ];
  const order = contracts.map(({ contract: { name, address } }) => name ?? address);
  const byContract = findings.toSorted((a, b) => order.indexOf(a.contract) - order.indexOf(b.contract));
  const number = (severity: Severity) => findings.filter((each) => each.severity === severity).length;
  return {
    version: 1,
    stack: desired.stack,
    chainId: String(live.chainId),
    block: String(live.block.number),
    summary: Object.fromEntries(SEVERITIES.map((each) => [each, number(each)])) as Diagnosis["summary"],
    findings: byContract,
  };
}

/** What a plan knows beside rights and references. */
function otherFindings({ desired, live, plan }: Examined, contracts: readonly AuthorityContract[]): readonly Finding[] {
  const { up, edit } = remediesOf(desired);
  const differing = desired.modules.flatMap(({ name, kind }): Finding[] => {
    const rights = contracts.find(({ contract }) => contract.name === name)?.rights.map(({ right }) => right) ?? [];
    const open = plan.changes.filter(({ module, path, observe }) => {
      const reference = leavesOf(kind).get(path)?.unit.name === "address";
      return module === name && !observe && !reference && !rights.includes(path);
    });
    if (open.length === 0) return [];
    const labels = [...new Set(open.map(({ path }) => path))];
    const found = `${count(open.length, "value")} otherwise than the file says`;
    return [
      { severity: "fail", contract: name, property: labels.join(", "), found, expected: "no difference", mend: [up] },
    ];
  });
  return [
    ...differing,
    ...plan.unreadable.map((hole): Finding => ({
      severity: "fail",
      contract: hole.module,
      property: hole.path,
      found: visible(unreadableText(hole)),
      expected: "a value",
      mend: [edit(hole.module, hole.path)],
    })),
    ...[...plan.refusals, ...plan.unreachable].map(({ module, keys, rule }): Finding => ({
      severity: "fail",
      contract: module,
      property: keys.join(", "),
      found: rule,
      expected: "a way to what the file says",
      mend: [edit(module, keys[0] ?? "")],
    })),
    ...scanFindings(live.scan.gaps),
  ];

  function scanFindings(gaps: readonly string[]): readonly Finding[] {
    if (gaps.length === 0) return [];
    const found = `no logs of ${gaps.join(", ")}: holders may be overlooked`;
    const mend = [`an endpoint that serves them in network.rpc of ${desired.file}`];
    return [{ severity: "warn", contract: "network", property: "scan", found, expected: "all logs", mend }];
  }
}
