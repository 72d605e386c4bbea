import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import type { ReviewSafe } from "../../src/review/approvals.ts";
import { htmlOf } from "../../src/review/html.ts";
import { markdownOf } from "../../src/review/markdown.ts";
import { reviewOf } from "../../src/review/model.ts";
import { councilBench, withFee, withService } from "../support/council-bench.ts";

const { alice } = COUNCIL;
const schema = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../schemas/review.schema.json"), "utf8"));
const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);

describe("the review of what owners of a Safe were asked to sign", () => {
  const bench = councilBench("anvil");
  const fee = (percent: number) => withService(withFee(bench.chain.stackText, percent));
  const review = async (stack: string) => {
    const found = reviewOf(await bench.at.look(stack));
    validate(found);
    expect(validate.errors).toBe(null);
    const approval = found.changeSets[0]?.approval;
    return { found, approval: approval as ReviewSafe };
  };

  it("says who has signed, and how many are missing", async () => {
    await bench.at.up(fee(6), [alice]);
    const { found, approval } = await review(fee(6));
    expect(found.headline).toBe(
      "Nothing to submit: 1 change to 1 contract, 1 of 2 signatures missing for a proposal of council",
    );
    expect(found.changeSets[0]).toMatchObject({ delay: { text: "2 days" }, transactions: [] });
    expect(approval).toMatchObject({
      missing: 0,
      proposed: [
        { missing: 1, exceeds: false, signed: [{ name: "alice" }], safeTxHash: bench.service.stored[0]!.safeTxHash },
      ],
    });
    expect(approval.submission).toBe(undefined);
    expect(markdownOf(found)).toContain("1 of 2 signatures (alice)");
    expect(htmlOf(found)).toContain("1 of 2 signatures");
  });

  it("shows the hashes behind what waits already, and these are what is proposed then", async () => {
    await bench.at.up(fee(6), [alice]);
    const both = fee(6).replace("minStake: 100 AGIALPHA", "minStake: 90 AGIALPHA");
    const { found, approval } = await review(both);
    expect(found.headline).toMatch(
      /^2 changes to 1 contract, 1 Safe approval by 2 of 3, 1 of 2 signatures missing for a proposal of council, nothing before \w+day /,
    );
    const { submission, nonce, turn } = approval;
    expect([BigInt(turn), submission!.message.nonce]).toEqual([BigInt(nonce) + 1n, turn]);
    await bench.at.up(both, [alice]);
    expect(bench.service.stored.map(({ safeTxHash }) => safeTxHash)).toContain(submission!.safeTxHash);
    expect(markdownOf(found)).toContain(submission!.safeTxHash);
    expect(htmlOf(found)).toContain(submission!.messageHash);
  });

  it("warns of what no longer fits, and of a queue that is not known", async () => {
    await bench.at.up(fee(6), [alice]);
    const { found } = await review(fee(4));
    expect(found.progress.conflicts).toMatchObject([
      { kind: "proposal", at: { name: "council" }, findings: [{ queued: { human: "6 %" }, wanted: { human: "4 %" } }] },
    ]);
    expect(found.headline).toContain("1 proposal to be rejected");
    expect(markdownOf(found)).toContain("its owners have to reject it");
    bench.service.status = 500;
    const { found: blind } = await review(fee(5));
    bench.service.status = undefined;
    expect(blind.progress.unknownQueues).toMatchObject([{ name: "council" }]);
    expect(markdownOf(blind)).toContain("the queue of council is not known");
    expect(htmlOf(blind)).toContain("What stands against it");
  });
});
