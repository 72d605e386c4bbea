import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { htmlOf } from "../../src/review/html.ts";
import { jsonOf } from "../../src/review/json.ts";
import { markdownOf } from "../../src/review/markdown.ts";
import { reviewOf, type Review } from "../../src/review/model.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { expectGolden, proof, settled } from "./support.ts";

const DAYS = 86_400;
const { alice, bob } = COUNCIL;
const OPERATOR = 0;
/** Markup of every kind, a bar, a fence, a mention, and characters that turn the direction of what follows. */
const HOSTILE = '</script><img src=x onerror=alert(1)>|`` ``` `|@everyone [x](http://x) \u202e"&amp;\n# title';

const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../schemas/review.schema.json"), "utf8"));
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

describe("the review of a drifted stack of a council", () => {
  let chain: DeployedChain;
  let at: Operator;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true, drifted: true });
    at = operator(chain.url);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(() => chain.revert(mark));
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  const look = async (stack: string) => settled(await at.look(stack));
  const review = async (stack: string): Promise<Review> => reviewOf(await look(stack));

  it("is the same to the byte for the same chain and file, in every form", async () => {
    const found = await review(chain.stackText);
    expectGolden("drifted.md", markdownOf(found));
    expectGolden("drifted.json", jsonOf(found));
    expectGolden("drifted.html", htmlOf(found));
    expect(jsonOf(await review(chain.stackText))).toBe(jsonOf(found));
  });

  it("is what its schema says, and loses nothing as JSON", async () => {
    const found = reviewOf(await look(chain.stackText), proof());
    validate(found);
    expect(validate.errors).toBe(null);
    expect(JSON.parse(jsonOf(found))).toEqual(found);
  });

  it("shows the hashes that the Safe itself computes", async () => {
    const found = await review(chain.stackText);
    const approval = found.changeSets.find(({ authority }) => authority.name === "council")!.approval;
    if (approval.kind !== "safe" || !approval.submission) throw new Error("nothing to sign");
    const { message: tx, safeTxHash, domainHash } = approval.submission;
    const safe = new Interface([
      "function getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256) view returns (bytes32)",
      "function domainSeparator() view returns (bytes32)",
    ]);
    const args = [tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas, tx.baseGas, tx.gasPrice];
    const rest = [tx.gasToken, tx.refundReceiver, tx.nonce];
    const ask = async (data: string) => {
      const params = [{ to: approval.safe.address, data }, "latest"];
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_call", params });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(chain.url, { method: "POST", headers, body });
      return ((await answer.json()) as { result: string }).result;
    };
    expect(await ask(safe.encodeFunctionData("getTransactionHash", [...args, ...rest]))).toBe(safeTxHash);
    expect(await ask(safe.encodeFunctionData("domainSeparator"))).toBe(domainHash);
  });

  it("says in one sentence what there is to decide", async () => {
    const examined = await look(chain.stackText);
    const all =
      "29 changes to 12 contracts, 1 Safe approval by 2 of 3, 1 signature of 0xf39F...2266, 1 call at once and the rest not before Thursday 26 November 14:00 UTC";
    expect(reviewOf(examined)).toMatchObject({ headline: `${all}, not simulated`, outcome: "to do" });
    expect(reviewOf(examined, proof()).headline).toBe(`${all}, simulated, converges`);
    expect(reviewOf(examined, proof({ converges: false, remaining: examined.plan.changes.slice(0, 2) }))).toMatchObject(
      {
        headline: `Fails: ${all}, simulated, does not converge: 2 values would still differ`,
        outcome: "fails",
      },
    );
    const failures = [{ step: 2, text: "stakeManager.setFeePct(5)", reason: "InvalidPercentage()" }];
    expect(reviewOf(examined, proof({ converges: false, failures })).headline).toBe(
      `Fails: ${all}, simulated, step 2 of 3 would fail`,
    );
    const without = proof({ method: "not simulated", converges: undefined, why: "https://node.example/key refuses" });
    const unproven = reviewOf(examined, without);
    expect(unproven.headline).toBe(`${all}, not simulated`);
    expect(unproven.proof?.why).toBe("<URL> refuses");
  });

  it("says who signs how many, and when it counts", async () => {
    const { changeSets } = await review(chain.stackText);
    expect(changeSets).toMatchObject([
      {
        authority: { name: "council" },
        approval: {
          kind: "safe",
          threshold: 2,
          missing: 2,
          nonce: "0",
          owners: ["alice", "bob", "carol"].map((name) => ({ name })),
        },
        routes: ["council through timelock and systemPause", "council through timelock"],
        delay: { text: "2 days" },
        earliest: { text: "2026-11-26T14:00:00Z" },
        atomic: true,
        transactions: [{ what: "schedule", operations: [{ timelock: "timelock" }] }],
      },
      { approval: { kind: "signer", missing: 1 }, delay: { seconds: "0" }, atomic: true },
    ]);
    const steps = changeSets.flatMap(({ transactions }) =>
      transactions.flatMap(({ calls }) => calls.map(({ step }) => step)),
    );
    expect(steps).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
  });

  it("shows what no longer has to be submitted, and what has to be executed", async () => {
    await at.up(chain.stackText, [OPERATOR, alice, bob]);
    const queued = reviewOf(await at.look(chain.stackText));
    validate(queued);
    expect(validate.errors).toBe(null);
    expect(queued.outcome).toBe("in flight");
    expect(queued.headline).toMatch(
      /^Nothing to submit: 28 changes to 11 contracts, 1 operation queued until \w+day \d+/,
    );
    expect(markdownOf(queued)).toContain("## Under way, and what has to wait");
    // What is queued counts: the powers are those at the end.
    expect(queued.powers.map(({ account }) => account.name)).toContain("guardian");

    const other = reviewOf(await at.look(chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn")));
    expect(other.progress.conflicts).toMatchObject([
      {
        kind: "operation",
        at: { name: "timelock" },
        findings: [{ label: "fees.fee", queued: { human: "5 %" }, wanted: { human: "6 %" } }],
      },
    ]);
    expect(other.headline).toContain("1 queued operation to be cancelled");
    expect(other.changeSets[0]?.transactions[0]).toMatchObject({
      what: "cancel",
      operations: [{ timelock: "timelock" }],
    });
    validate(other);
    expect(validate.errors).toBe(null);

    await chain.pass(2 * DAYS);
    const ready = reviewOf(await at.look(chain.stackText));
    expect(ready.headline).toMatch(
      /^28 changes to 11 contracts, 1 Safe approval by 2 of 3, takes effect at once, not simulated$/,
    );
    expect(ready.changeSets[0]?.transactions[0]).toMatchObject({ what: "execute" });
    await at.up(chain.stackText, [alice, bob]);
    const clean = reviewOf(settled(await at.look(chain.stackText)));
    expect(clean).toMatchObject({
      headline: "Nothing to do: the chain is as stacks/local.yaml says",
      outcome: "nothing to do",
      changes: [],
      powers: [],
      risks: [],
    });
    expect(htmlOf(clean)).toContain("Nothing to do");
  });

  it("says first what stands against it", async () => {
    const found = await review(chain.stackText.replace("emergency: none", "emergency: halt"));
    validate(found);
    expect(validate.errors).toBe(null);
    expect(found.outcome).toBe("refused");
    expect(found.headline).toBe("Refused, nothing is sent: 1 rule stands against it (33 changes to 13 contracts)");
    expect(found.powers).toEqual([]);
    expectGolden("refused.md", markdownOf(found));
    const page = htmlOf(found);
    expect(page.indexOf("What stands against it")).toBeLessThan(page.indexOf("Changes, riskiest first"));
  });

  it("tells of a value that is only observed, and changes nothing for it", async () => {
    const observed = chain.stackText.replace(
      "minStake: 100 AGIALPHA",
      "minStake: { value: 100 AGIALPHA, observe: true }",
    );
    const found = await review(observed);
    expect(found.headline).toMatch(/^28 changes/);
    expect(found.risks.at(-1)).toMatchObject({ key: "minStake", observed: true });
    expect(found.diffs[0]!.hunks.flatMap(({ lines }) => lines).join("\n")).toContain(
      "100 AGIALPHA # 100000000000000000000, observed only",
    );
  });

  it("shows a hostile text as the text that it is", async () => {
    await chain.send("taxPolicy", "setPolicyURI(string)", [HOSTILE]);
    const stack = chain.stackText.replace(/(kind: TaxPolicy\n)/, '$1    policyURI: "ipfs://policy|`x`"\n');
    const found = await review(stack);
    const [markdown, page, json] = [markdownOf(found), htmlOf(found), jsonOf(found)];
    expectGolden("hostile.md", markdown);
    expectGolden("hostile.html", page);
    expect(page).not.toMatch(/<script|<img|\u202e/);
    expect(markdown).not.toContain("\u202e");
    expect(json).not.toContain("\u202e");
    expect(JSON.parse(json)).toEqual(found);
    // Every row of the table has as many cells as its head.
    const [rowOf] = markdown.split("\n").filter((line) => line.includes("taxPolicy.policyURI") && line.startsWith("|"));
    expect(rowOf!.split(/(?<!\\)\|/)).toHaveLength(7);
    expect(markdown).not.toMatch(/^# title/m);
  });
});
