import { AbiCoder, concat, id, Interface } from "ethers";
import { expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { explainRevert } from "../../src/send/revert.ts";

const errors = [
  "InvalidPercentage()",
  "ModuleNotOwned(address,address)",
  "GovernanceCallFailed(address,bytes)",
  "Bad(uint256[],(string,bool),bytes32)",
];
const face = new Interface(
  [...errors, "Error(string)", "Panic(uint256)", "EnforcedPause()"].map((each) => `error ${each}`),
);
const data = (name: string, ...args: unknown[]) => face.encodeErrorResult(name, args) as Hex;
const a = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const b = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

it("tells the text of a require and the name of a panic", () => {
  expect(explainRevert(data("Error", "owner or pauser only"), errors)).toBe("owner or pauser only");
  expect(explainRevert(data("Panic", 0x11), errors)).toBe("panic 0x11: arithmetic overflow or underflow");
  expect(explainRevert(data("Panic", 1), errors)).toBe("panic 0x01: assertion failed");
  expect(explainRevert(data("Panic", 0x99), errors)).toBe("panic 0x99: unknown");
});

it("tells custom errors with their arguments", () => {
  expect(explainRevert(data("InvalidPercentage"), errors)).toBe("InvalidPercentage()");
  expect(explainRevert(data("ModuleNotOwned", a, b), errors)).toBe(`ModuleNotOwned(${a}, ${b})`);
  expect(explainRevert(data("Bad", [1n, 2n], ["x", true], id("y")), errors)).toBe(
    `Bad([1, 2], ("x", true), ${id("y")})`,
  );
});

it("knows the errors of the libraries without being told", () => {
  expect(explainRevert(data("EnforcedPause"), [])).toBe("EnforcedPause()");
});

it("explains errors within errors", () => {
  const inner = data("GovernanceCallFailed", b, data("ModuleNotOwned", a, b));
  expect(explainRevert(data("GovernanceCallFailed", a, inner), errors)).toBe(
    `GovernanceCallFailed(${a}, GovernanceCallFailed(${b}, ModuleNotOwned(${a}, ${b})))`,
  );
  expect(explainRevert(data("GovernanceCallFailed", a, data("Error", "no")), errors)).toBe(
    `GovernanceCallFailed(${a}, no)`,
  );
  expect(explainRevert(data("GovernanceCallFailed", a, "0x12345678"), errors)).toBe(
    `GovernanceCallFailed(${a}, 0x12345678)`,
  );
});

it("ends with errors that contain each other beyond any sensible depth", () => {
  let deep = data("InvalidPercentage");
  for (let level = 0; level < 30; level++) deep = data("GovernanceCallFailed", a, deep);
  expect(explainRevert(deep, errors).match(/GovernanceCallFailed/g)).toHaveLength(9);
});

it("shows what it does not know as such", () => {
  expect(explainRevert("0x", errors)).toBe("reverted without data");
  expect(explainRevert("0x12345678", errors)).toBe("unknown error 0x12345678");
  expect(explainRevert(`0x12345678${"00".repeat(32)}`, errors)).toBe("unknown error 0x12345678 with 32 bytes");
  expect(explainRevert("0x12", errors)).toBe("unknown revert data 0x12");
});

it("says when arguments do not decode", () => {
  const selector = data("ModuleNotOwned", a, b).slice(0, 10) as Hex;
  expect(explainRevert(`${selector}00`, errors)).toBe(
    "ModuleNotOwned(address,address) with arguments that do not decode (5 bytes)",
  );
  const text = concat([
    id("Error(string)").slice(0, 10),
    AbiCoder.defaultAbiCoder().encode(["uint256"], [2n ** 200n]),
  ]) as Hex;
  expect(explainRevert(text, errors)).toMatch(/^Error\(string\) with arguments that do not decode/);
});

it("keeps the text of a contract within its line", () => {
  expect(explainRevert(data("Error", "fine\nORD000 \u001b[31mall is well\u202e"), errors)).toBe(
    "fine\\u000aORD000 \\u001b[31mall is well\\u202e",
  );
  expect(explainRevert(data("Error", "x".repeat(1000)), errors)).toHaveLength(303);
});
