import { describe, expect, it } from "vitest";
import { roleHash } from "../../src/kinds/access-control.ts";
import { accessControl } from "../../src/kinds/role-contract.ts";
import { systemPause } from "../../src/kinds/system-pause.ts";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import {
  alice,
  bob,
  carol,
  committee,
  granting,
  MODULE,
  owning,
  PAUSE,
  revoking,
  rolesAt,
  stranger,
  VAULT,
} from "../support/graph-cast.ts";
import { after, nothing, said } from "../support/graph-lockout.ts";
import { desiredModule, moduleOf, wanted, wantedMembers } from "../support/graph-plan.ts";

describe("a role", () => {
  const ADMIN = "DEFAULT_ADMIN_ROLE";
  const kind = accessControl.specialise!({
    roles: { MINTER: [], BURNER: [], MINTER_ADMIN: [], [ADMIN]: [] },
    roleAdmins: { MINTER: "MINTER_ADMIN" },
  });
  const vault = (holders: Readonly<Record<string, readonly Address[]>>) =>
    moduleOf("v", kind, VAULT, {
      "roleAdmins.MINTER": roleHash("MINTER_ADMIN"),
      ...Object.fromEntries(["BURNER", "MINTER_ADMIN", ADMIN].map((role) => [`roleAdmins.${role}`, roleHash(ADMIN)])),
      ...rolesAt(holders),
    });
  it("must not be left to somebody who cannot act", () => {
    const v = vault({ BURNER: [alice], [ADMIN]: [carol] });
    const wants = [desiredModule(v, wantedMembers(v, "roles.BURNER", [stranger]))];
    const moved = after([v], wants, [granting("v", "BURNER", stranger)], [revoking("v", "BURNER", alice)]);
    expect(said(moved.refusals)).toEqual(["v.roles.BURNER: use roles.BURNER of v"]);
    const meant = [desiredModule(v, wantedMembers(v, "roles.BURNER", [stranger], { renounce: true }))];
    expect(after([v], meant, [granting("v", "BURNER", stranger)], [revoking("v", "BURNER", alice)]).refusals).toEqual(
      [],
    );
  });

  it("may be left to a contract that does its own work with it, and to nobody at all", () => {
    const v = vault({ BURNER: [alice], [ADMIN]: [carol] });
    const m = committee(alice);
    const wants = [desiredModule(v, wantedMembers(v, "roles.BURNER", [MODULE]))];
    expect(after([v, m], wants, [granting("v", "BURNER", MODULE)], [revoking("v", "BURNER", alice)]).refusals).toEqual(
      [],
    );
    const none = [desiredModule(v, wantedMembers(v, "roles.BURNER", []))];
    expect(after([v], none, [revoking("v", "BURNER", alice)])).toEqual(nothing);
  });

  it("that administers all others must not be lost", () => {
    const v = vault({ BURNER: [alice], [ADMIN]: [carol] });
    const wants = [desiredModule(v, wantedMembers(v, `roles.${ADMIN}`, []))];
    expect(said(after([v], wants, [revoking("v", ADMIN, carol)]).refusals)).toContain(
      `v.roles.${ADMIN}: call v.revokeRole`,
    );
  });

  // Rights that depend on the state are told apart by their source code, which is the same for all roles.
  it("that administers one other must not be lost either", () => {
    const v = vault({ MINTER: [alice], MINTER_ADMIN: [bob], [ADMIN]: [carol] });
    const wants = [desiredModule(v, wantedMembers(v, "roles.MINTER_ADMIN", []))];
    expect(after([v], wants, [revoking("v", "MINTER_ADMIN", bob)]).refusals).not.toEqual([]);
  });
});

describe("what was found wrong once", () => {
  // `renounce` on any right of a module silences the others: "write renounce: intended on this right".
  it("giving up the pauser does not give up the owner", () => {
    const m = committee(alice, { pauser: bob });
    const wants = [
      desiredModule(m, wanted(m, "owner", stranger), wanted(m, "pauser", ZERO_ADDRESS, { renounce: true })),
    ];
    expect(after([m], wants, [owning(stranger)]).refusals).not.toEqual([]);
  });

  // The modules of a SystemPause are no rights by their facet, but decide whom it can act on.
  it("a SystemPause that forgets a module loses it", () => {
    const p = moduleOf("p", systemPause, PAUSE, { owner: alice, "modules.jobRegistry": MODULE });
    const wants = [
      desiredModule(p, wanted(p, "owner", alice), wanted(p, "modules.jobRegistry", VAULT)),
      desiredModule(committee(PAUSE), wanted(committee(PAUSE), "owner", PAUSE)),
    ];
    const fn = "setModules(address,address,address,address,address,address,address,address)";
    const eight = Array<Address>(8).fill(VAULT);
    const gone = after([p, committee(PAUSE)], wants, [["p", fn, eight, { "modules.jobRegistry": VAULT }]]);
    expect(said(gone.refusals)).toContain("m.owner: call m.transferOwnership");
  });
});
