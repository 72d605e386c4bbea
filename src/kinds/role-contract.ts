import type { AccessControlModule } from "../stack/types.ts";
import { flag } from "../stack/units.ts";
import {
  accessControlErrors,
  administrator,
  DEFAULT_ADMIN_ROLE,
  roleProperties,
  roleWrites,
} from "./access-control.ts";
import {
  defaultAdminErrors,
  defaultAdminGuards,
  defaultAdminHidden,
  defaultAdminProperties,
  defaultAdminWrites,
} from "./default-admin-rules.ts";
import { administratorsLast } from "./administrators.ts";
import { defineKind, type Kind } from "./kind.ts";
import { group } from "./make.ts";
import type { Binding } from "./property.ts";
import { exactOf, section, type Written } from "./written.ts";

/** Names of roles are names of constants; anything else gets no binding and so is an unknown key of the file. */
const ROLE_NAME = /^[A-Z][A-Z0-9_]*$/;

const general = defineKind<AccessControlModule>({
  name: "AccessControl",
  properties: { roles: group({}), roleAdmins: group({}), ...defaultAdminProperties },
  writes: [],
  errors: [...accessControlErrors, ...defaultAdminErrors],
});

const settings = { enumerable: flag, adminRules: flag };

/** Any contract with roles of OpenZeppelin's AccessControl, by the names that its stack file gives them. */
export const accessControl: Kind = {
  ...general,
  properties: { ...general.properties, settings },
  specialise: roleContract,
};

/** @param written the module's entry: its roles, and whether it is enumerable or has rules for its admin. */
function roleContract(written: Written): Kind {
  const admins = section(written, "roleAdmins");
  const named = [
    ...Object.keys(section(written, "roles")),
    ...Object.keys(admins),
    ...Object.values(admins).map(exactOf),
  ];
  const names = administratorsLast(
    named.filter((name): name is string => typeof name === "string" && ROLE_NAME.test(name)),
    (name) => exactOf(admins[name]),
    DEFAULT_ADMIN_ROLE,
  );
  const enumerable = written["enumerable"] === true;
  const ruled = hasRules(written);
  const members: Readonly<Record<string, Binding>> = {
    ...roleProperties(names, { enumerable }),
    ...(ruled && defaultAdminProperties),
  };
  return {
    name: general.name,
    properties: { type: "group", members, settings },
    ...(ruled && { hidden: defaultAdminHidden }),
    writes: ruled
      ? [
          ...roleWrites(names, {
            right: (name) => administrator(names, name, { [DEFAULT_ADMIN_ROLE]: "defaultAdmin" }),
            guards: defaultAdminGuards,
          }),
          ...defaultAdminWrites,
        ]
      : roleWrites(names),
    invariants: [],
    errors: ruled ? general.errors : accessControlErrors,
  };
}

/** As the file says it; where it says nothing, its keys do: no other contract has a default admin. */
function hasRules(written: Written): boolean {
  const said = written["adminRules"];
  return said === undefined ? Object.keys(defaultAdminProperties).some((key) => key in written) : said === true;
}
