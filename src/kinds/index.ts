import { accessManager } from "./access-manager.ts";
import { arbitratorCommittee } from "./arbitrator-committee.ts";
import { disputeModule } from "./dispute-module.ts";
import { feePool } from "./fee-pool.ts";
import { jobRegistry } from "./job-registry.ts";
import type { Kind } from "./kind.ts";
import { ownerConfigurator } from "./owner-configurator.ts";
import { platformRegistry } from "./platform-registry.ts";
import { proxyAdmin } from "./proxy-admin.ts";
import { proxy } from "./proxy.ts";
import { reputationEngine } from "./reputation-engine.ts";
import { rewardEngineMB } from "./reward-engine-mb.ts";
import { accessControl } from "./role-contract.ts";
import { safe } from "./safe.ts";
import { stakeManager } from "./stake-manager.ts";
import { systemPause } from "./system-pause.ts";
import { taxPolicy } from "./tax-policy.ts";
import { thermostat } from "./thermostat.ts";
import { timelock } from "./timelock.ts";
import { validationModule } from "./validation-module.ts";

const all = {
  SystemPause: systemPause,
  StakeManager: stakeManager,
  JobRegistry: jobRegistry,
  ValidationModule: validationModule,
  DisputeModule: disputeModule,
  PlatformRegistry: platformRegistry,
  FeePool: feePool,
  ReputationEngine: reputationEngine,
  ArbitratorCommittee: arbitratorCommittee,
  Thermostat: thermostat,
  RewardEngineMB: rewardEngineMB,
  TaxPolicy: taxPolicy,
  OwnerConfigurator: ownerConfigurator,
  Timelock: timelock,
  Safe: safe,
  AccessControl: accessControl,
  AccessManager: accessManager,
  Proxy: proxy,
  ProxyAdmin: proxyAdmin,
} satisfies Readonly<Record<string, Kind>>;

/** As `kind` says it in a stack file. */
export type KindName = keyof typeof all;

export const kinds: Readonly<Record<KindName, Kind>> = all;

/** All kinds by the names that stack files give them. */
export const kindsByName: ReadonlyMap<string, Kind> = new Map(
  Object.values<Kind>(kinds).map((kind) => [kind.name, kind]),
);
