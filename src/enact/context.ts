import { join } from "node:path";
import type { Examined } from "../examine.ts";
import { errorsOf } from "../stack/desired.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { wordsOf, type Words } from "../report/text.ts";
import { serviceOf } from "../safe/queue.ts";
import type { SafeService } from "../safe/service.ts";
import { fileJournal, type Journal } from "../send/journal.ts";
import { rpcOver } from "../send/endpoints.ts";
import type { JsonRpc } from "../send/rpc.ts";
import { explainRevert } from "../send/revert.ts";

/** A transaction that was mined. */
export interface Mined {
  /** Who signed it. */
  readonly sender: Address;
  /** On whose behalf: the sender, or a Safe. */
  readonly authority: Address;
  /** What it does, in words. */
  readonly text: string;
  readonly hash: Hex;
  readonly block: bigint;
  readonly gasUsed: bigint;
}

/** Hears of each transaction when it is mined: of those, too, that are followed by one which fails. */
export type OnMined = (mined: Mined) => void;

/** What enacting needs to know, whoever approves. */
export interface Context {
  /** Folder of the project. */
  readonly root: string;
  readonly examined: Examined;
  readonly words: Words;
  readonly rpc: JsonRpc;
  /** Revert data in words. */
  readonly explain: (data: Hex) => string;
  /** Where the owners of Safes meet, if the file names a service: opened once, when it is first needed. ORD207. */
  service(): Promise<SafeService | undefined>;
  /** Of what one account has sent. */
  journalOf(sender: Address): Journal;
  /** Where reports of this stack are. */
  report(...names: readonly string[]): string;
  say(line: string): void;
  readonly onMined: OnMined;
}

export function contextOf(root: string, examined: Examined, onMined: OnMined = () => undefined): Context {
  const { desired } = examined;
  let service: Promise<SafeService | undefined> | undefined;
  return {
    root,
    examined,
    words: wordsOf(desired),
    rpc: rpcOver(desired.network),
    explain: (data) => explainRevert(data, errorsOf(desired)),
    service: () => (service ??= serviceOf(desired)),
    journalOf: (sender) => fileJournal(join(journalFolder(root), journalName(desired.network.chainId, sender))),
    report: (...names) => join(root, "reports", desired.stack, ...names),
    say: (line) => console.error(line),
    onMined,
  };
}

export function journalFolder(root: string): string {
  return join(root, ".cache", "journal");
}

export function journalName(chainId: bigint, sender: Address): string {
  return `${chainId}-${sender}.jsonl`;
}
