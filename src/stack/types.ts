/**
 * Generated from schemas/ by `node tools/generate-types.ts`. Change a schema and run it again.
 */

/**
 * A whole number from zero; _ may group digits.
 */
export type CountValue = number | string;
/**
 * A name of `addresses` or `modules`, or a checksummed address in quotes.
 */
export type AddressReference = string;
/**
 * A duration such as 7 days, 1 day 12 hours or 1800 s; the contract holds seconds.
 */
export type DurationValue = 0 | string;
export type Module =
  | AccessControlModule
  | AccessManagerModule
  | ArbitratorCommitteeModule
  | DisputeModuleModule
  | FeePoolModule
  | JobRegistryModule
  | OwnerConfiguratorModule
  | PlatformRegistryModule
  | ProxyModule
  | ProxyAdminModule
  | ReputationEngineModule
  | RewardEngineMBModule
  | SafeModule
  | StakeManagerModule
  | SystemPauseModule
  | TaxPolicyModule
  | ThermostatModule
  | TimelockModule
  | ValidationModuleModule;
/**
 * true: report a difference, never change it.
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^observe$".
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^observe$".
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^observe$".
 */
export type Observe = boolean;
/**
 * An exhaustive set: any other member is drift. [] means that there must be none.
 *
 * This interface was referenced by `undefined`'s JSON-Schema definition
 * via the `patternProperty` "^[A-Z][A-Z0-9_]*$".
 */
export type AddressList =
  | AddressListValue
  | {
      /**
       * The exact value.
       */
      value: AddressListValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
      /**
       * intended: nobody who is declared and can act needs to hold this right any more.
       */
      renounce?: "intended";
    };
/**
 * Addresses, each once, in any order; [] for none.
 */
export type AddressListValue = AddressReference[];
/**
 * An address by name or in quotes.
 */
export type Address =
  | AddressReference
  | {
      /**
       * The exact value.
       */
      value: AddressReference;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
      /**
       * intended: nobody who is declared and can act needs to hold this right any more.
       */
      renounce?: "intended";
    };
/**
 * A duration such as 7 days, 1 day 12 hours or 1800 s; the contract holds seconds.
 */
export type Duration =
  | DurationValue
  | {
      /**
       * The exact value.
       */
      value: DurationValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [DurationValue, DurationValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * true or false.
 */
export type Flag =
  | FlagValue
  | {
      /**
       * The exact value.
       */
      value: FlagValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * true or false.
 */
export type FlagValue = boolean;
/**
 * An amount of the protocol's token with its unit, at most 18 decimals: 100 AGIALPHA or 5 wei.
 */
export type TokenAmount =
  | TokenAmountValue
  | {
      /**
       * The exact value.
       */
      value: TokenAmountValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [TokenAmountValue, TokenAmountValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * An amount of the protocol's token with its unit, at most 18 decimals: 100 AGIALPHA or 5 wei.
 */
export type TokenAmountValue = string;
/**
 * An exhaustive mapping: any other member is drift. {} means that there must be none.
 */
export type Weights =
  | WeightsValue
  | {
      /**
       * The exact value.
       */
      value: WeightsValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A whole percentage such as 5 %; the contract holds 5.
 */
export type Percent =
  | PercentValue
  | {
      /**
       * The exact value.
       */
      value: PercentValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [PercentValue, PercentValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A whole percentage such as 5 %; the contract holds 5.
 */
export type PercentValue = string;
/**
 * A whole number from zero; _ may group digits.
 */
export type Count =
  | CountValue
  | {
      /**
       * The exact value.
       */
      value: CountValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [CountValue, CountValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A number such as 1.8 with at most 18 decimals, negative ones too; the contract holds 1800000000000000000.
 */
export type Wad =
  | WadValue
  | {
      /**
       * The exact value.
       */
      value: WadValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [WadValue, WadValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A number such as 1.8 with at most 18 decimals, negative ones too; the contract holds 1800000000000000000.
 */
export type WadValue = number | string;
/**
 * A share such as 65 % or 0.65 with at most 18 decimals as a fraction; the contract holds 650000000000000000.
 */
export type Share =
  | ShareValue
  | {
      /**
       * The exact value.
       */
      value: ShareValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [ShareValue, ShareValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A share such as 65 % or 0.65 with at most 18 decimals as a fraction; the contract holds 650000000000000000.
 */
export type ShareValue = number | string;
/**
 * A whole percentage from 0 % to 100 %. The contract also stores basis points above 100: 40 and 4000 are the same share, shown as 40 %.
 */
export type SlashPercent =
  | SlashPercentValue
  | {
      /**
       * The exact value.
       */
      value: SlashPercentValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [SlashPercentValue, SlashPercentValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A whole percentage from 0 % to 100 %. The contract also stores basis points above 100: 40 and 4000 are the same share, shown as 40 %.
 */
export type SlashPercentValue = string;
/**
 * A whole number, negative ones too; _ may group digits.
 */
export type Integer =
  | IntegerValue
  | {
      /**
       * The exact value.
       */
      value: IntegerValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [IntegerValue, IntegerValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A whole number, negative ones too; _ may group digits.
 */
export type IntegerValue = number | string;
/**
 * Any text.
 */
export type Text =
  | TextValue
  | {
      /**
       * The exact value.
       */
      value: TextValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * Any text.
 */
export type TextValue = string;
/**
 * A number such as 1.8 with at most 18 decimals, or unset.
 */
export type WadOrUnset =
  | WadOrUnsetValue
  | {
      /**
       * The exact value.
       */
      value: WadOrUnsetValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [WadOrUnsetValue, WadOrUnsetValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A number such as 1.8 with at most 18 decimals, or unset.
 */
export type WadOrUnsetValue = "unset" | number | string;
/**
 * A percentage in steps of 0.01 % such as 2.5 % or 250 bps; the contract holds 250.
 */
export type BasisPoints =
  | BasisPointsValue
  | {
      /**
       * The exact value.
       */
      value: BasisPointsValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    }
  | {
      /**
       * Smallest and largest value, both included.
       *
       * @minItems 2
       * @maxItems 2
       */
      within: [BasisPointsValue, BasisPointsValue];
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };
/**
 * A percentage in steps of 0.01 % such as 2.5 % or 250 bps; the contract holds 250.
 */
export type BasisPointsValue = string;
/**
 * An exhaustive mapping: any other member is drift. {} means that there must be none.
 */
export type Texts =
  | TextsValue
  | {
      /**
       * The exact value.
       */
      value: TextsValue;
      /**
       * true: report a difference, never change it.
       */
      observe?: boolean;
    };

/**
 * What the contracts of one network must hold. Absent keys are not managed.
 */
export interface Stack {
  /**
   * The chain, and how to reach it.
   */
  network: {
    /**
     * The endpoint must answer with exactly this id.
     */
    chainId: number;
    /**
     * http:// or https://, or a list of several: the first that serves the chain and does not lag behind the others is used. ${NAME} and ${NAME:-default} are replaced from the environment. Shown in no message.
     */
    rpc: string | [string, ...string[]];
    /**
     * So many of the listed endpoints must give the same answers about the same block before anything is planned.
     */
    quorum?: number;
    /**
     * Blocks to wait for after a transaction, its own included.
     */
    confirmations?: number;
    /**
     * Logs are scanned for role holders and members from here: the block of the first deployment, or earlier.
     */
    startBlock?: CountValue;
    /**
     * Nothing is sent above it.
     */
    maxFeePerGas?: string;
    /**
     * complete: an endpoint that does not serve every log from startBlock on is an error. best-effort: what could not be scanned is reported, and holders that only those blocks name are overlooked.
     */
    scan?: "complete" | "best-effort";
  };
  /**
   * Names for addresses, usable wherever an address is expected. Module names are usable too and must differ from these.
   */
  addresses?: {
    [k: string]: AddressReference | undefined;
  };
  /**
   * How calls are submitted to Safes and timelocks.
   */
  approvals?: {
    /**
     * Where Safe transactions are proposed when not enough owners can sign here. http:// or https://; ${NAME} is replaced from the environment. Without it, a Transaction Builder file is written.
     */
    safeService?: string;
    /**
     * How long new timelock operations wait; at least the delay of each timelock, which is also the default.
     */
    delay?: DurationValue;
    /**
     * Address of a ValueGuard. It comes first in each new timelock operation and Safe batch, and reverts it if a value that the plan depends on has moved since the review.
     */
    guard?: AddressReference;
    /**
     * Safe transaction hashes of proposals in the queue of a Safe whose nonce may be taken, which makes them void. Without it, what is needed goes behind everything that waits.
     */
    supersede?: string[];
  };
  /**
   * halt pauses every pausable module, whatever its own `paused` says; only what is observed stays untouched.
   */
  emergency?: "none" | "halt";
  /**
   * Parts of stakes that are taken once, for one incident each. An entry that is enacted stays so for ever: removing it gives nothing back, and adding it again takes nothing.
   */
  penalties?: {
    /**
     * Unique for ever. It stands in the transaction that enacts the penalty, for everybody to read.
     */
    incident: string;
    /**
     * Whose stake is slashed.
     */
    user: AddressReference;
    /**
     * As what it is staked.
     */
    role: "agent" | "validator" | "platform";
    /**
     * Of the stake at the moment of the call, in steps of 0.01 %, at most 100 %; the amount is rounded down to 1 wei.
     */
    percentage: string;
    /**
     * Gets the employer's share of what is taken, as `slashing` of the stake manager says.
     */
    beneficiary: AddressReference;
    /**
     * For whoever reads the review.
     */
    reason: string;
  }[];
  /**
   * Differences that are known and tolerated until a day: reported, never changed, and an error after that day.
   */
  deviations?: {
    /**
     * Of the value in this file: module and property.
     */
    path: string;
    /**
     * Why it is tolerated, for whoever reads the report.
     */
    reason: string;
    /**
     * The last day, as YYYY-MM-DD (UTC).
     */
    until: string;
  }[];
  /**
   * What a review assumes.
   */
  review?: {
    /**
     * Amount that fee splits are shown for, before and after.
     */
    volume?: string;
  };
  /**
   * The contracts, by name.
   */
  modules: {
    [k: string]: Module | undefined;
  };
}
/**
 * A contract with roles of OpenZeppelin's AccessControl, which it calls by constants of these names.
 */
export interface AccessControlModule {
  /**
   * AccessControl: which contract this is.
   */
  kind: "AccessControl";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * true: the contract is an AccessControlEnumerable of OpenZeppelin 5.1 or later, and lists the holders itself. Getters getRoleMembers(bytes32) and getRoleMemberCount(bytes32). Without it they are found in its logs.
   */
  enumerable?: boolean;
  /**
   * true: the contract is an AccessControlDefaultAdminRules, which is also understood from the keys of its admin. It has one holder of DEFAULT_ADMIN_ROLE, declared as `defaultAdmin` and handed over in two steps.
   */
  adminRules?: boolean;
  /**
   * Holders of each role, by the name of the contract's constant: the role is the hash of the name, or zero for DEFAULT_ADMIN_ROLE. A listed role is exhaustive: any other holder is drift. Getter hasRole(bytes32,address), setters grantRole and revokeRole(bytes32,address) by the role's admin.
   */
  roles?: {
    [k: string]: Observe | AddressList | undefined;
  };
  /**
   * The role whose holders grant and revoke another one. Getter getRoleAdmin(bytes32); AccessControl has no setter, so that a difference is reported and never changed.
   */
  roleAdmins?: {
    /**
     * The name of a role, or its word in quotes.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Z][A-Z0-9_]*$".
     */
    [k: string]:
      | Observe
      | string
      | {
          /**
           * The exact value.
           */
          value: string;
          /**
           * true: report a difference, never change it.
           */
          observe?: boolean;
        }
      | undefined;
  };
  /**
   * AccessControlDefaultAdminRules: the one holder of DEFAULT_ADMIN_ROLE. Getter defaultAdmin(). Handed over in two steps: the admin calls beginDefaultAdminTransfer(address), and after defaultAdminDelay the new admin calls acceptDefaultAdminTransfer(). Both calls are planned. The zero address gives the role up for good, only with renounce: intended: beginDefaultAdminTransfer(0), and after the delay renounceRole(bytes32,address) by the admin.
   */
  defaultAdmin?: Address;
  /**
   * AccessControlDefaultAdminRules: who may become the admin. Getter pendingDefaultAdmin(), setter beginDefaultAdminTransfer(address); the zero address withdraws an offer with cancelDefaultAdminTransfer(). acceptDefaultAdminTransfer() clears it.
   */
  pendingDefaultAdmin?: Address;
  /**
   * AccessControlDefaultAdminRules: least time between the offer and its acceptance. Getter defaultAdminDelay(), setter changeDefaultAdminDelay(uint48), whose change counts later: a longer delay after as long as itself, at most five days, a shorter one when the difference has passed. A change under way to another delay is taken back with rollbackDefaultAdminDelay().
   */
  defaultAdminDelay?: Duration;
}
/**
 * OpenZeppelin's AccessManager: who may call which function of the contracts that it manages.
 */
export interface AccessManagerModule {
  /**
   * AccessManager: which contract this is.
   */
  kind: "AccessManager";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * The roles by names of your own, each with its number; ADMIN_ROLE is 0.
   */
  roles?: {
    /**
     * One role.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Z][A-Z0-9_]*$".
     */
    [k: string]:
      | Observe
      | {
          /**
           * The number by which the contract knows the role. ADMIN_ROLE is 0 and needs none.
           */
          id?: CountValue;
          /**
           * Who has the role: a list of members who act at once, or a mapping that says how long before a call each has to schedule it (its execution delay). Either is exhaustive: any other member is drift. Getter getAccess(uint64,address), setters grantRole(uint64,address,uint32) and revokeRole(uint64,address) by the role's admin. A grant counts after the grant delay of the role, and a lower execution delay when the difference has passed.
           */
          members?:
            | (
                | AddressListValue
                | {
                    [k: string]: "at once" | DurationValue | undefined;
                  }
              )
            | {
                /**
                 * The exact value.
                 */
                value:
                  | AddressListValue
                  | {
                      [k: string]: "at once" | DurationValue | undefined;
                    };
                /**
                 * true: report a difference, never change it.
                 */
                observe?: boolean;
                /**
                 * intended: nobody who is declared and can act needs to hold this right any more.
                 */
                renounce?: "intended";
              };
          /**
           * The role whose members grant and revoke this one. Getter getRoleAdmin(uint64), setter setRoleAdmin(uint64,uint64) by ADMIN_ROLE.
           */
          admin?:
            | (string | number)
            | {
                /**
                 * The exact value.
                 */
                value: string | number;
                /**
                 * true: report a difference, never change it.
                 */
                observe?: boolean;
              };
          /**
           * The role whose members may cancel what this one has scheduled. Getter getRoleGuardian(uint64), setter setRoleGuardian(uint64,uint64) by ADMIN_ROLE.
           */
          guardian?:
            | (string | number)
            | {
                /**
                 * The exact value.
                 */
                value: string | number;
                /**
                 * true: report a difference, never change it.
                 */
                observe?: boolean;
              };
          /**
           * How long a grant waits before it counts. Getter getRoleGrantDelay(uint64). Setter setGrantDelay(uint64,uint32) by ADMIN_ROLE, which takes effect at least five days later.
           */
          grantDelay?: Duration;
          /**
           * true: report every difference in here, never change one.
           */
          observe?: Observe;
        }
      | undefined;
  };
  /**
   * The managed contracts, by name or by address in quotes.
   */
  targets?: {
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
    /**
     * One target.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^(0x[0-9a-fA-F]{40}|(?!observe$)[A-Za-z][A-Za-z0-9_-]*)$".
     */
    [k: string]:
      | {
          /**
           * true: nobody may call the target. Getter isTargetClosed(address), setter setTargetClosed(address,bool) by ADMIN_ROLE.
           */
          closed?: Flag;
          /**
           * How long an administrator schedules a change of this target before. Getter getTargetAdminDelay(address), setter setTargetAdminDelay(address,uint32) by ADMIN_ROLE, which takes effect at least five days later.
           */
          adminDelay?: Duration;
          /**
           * The role that may call a function, by the function's signature or by its selector in quotes; a function with an array among its arguments by its selector. Getter getTargetFunctionRole(address,bytes4), setter setTargetFunctionRole(address,bytes4[],uint64) by ADMIN_ROLE.
           */
          functions?: {
            /**
             * true: report every difference in here, never change one.
             */
            observe?: Observe;
            /**
             * The name of a role, or its number.
             *
             * This interface was referenced by `undefined`'s JSON-Schema definition
             * via the `patternProperty` "^([A-Za-z_$][A-Za-z0-9_$]*\([A-Za-z0-9,()]*\)|0x[0-9a-fA-F]{8})$".
             */
            [k: string]:
              | string
              | number
              | {
                  /**
                   * The exact value.
                   */
                  value: string | number;
                  /**
                   * true: report a difference, never change it.
                   */
                  observe?: boolean;
                }
              | Observe
              | undefined;
          };
          /**
           * true: report every difference in here, never change one.
           */
          observe?: Observe;
        }
      | Observe
      | undefined;
  };
}
/**
 * Windows and penalties of the jurors in a dispute.
 */
export interface ArbitratorCommitteeModule {
  /**
   * ArbitratorCommittee: which contract this is.
   */
  kind: "ArbitratorCommittee";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(), setter transferOwnership(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Set together by setCommitRevealWindows(uint256,uint256); neither may be zero ("windows").
   */
  windows?: {
    /**
     * Getter commitWindow().
     */
    commit?: Duration;
    /**
     * Getter revealWindow().
     */
    reveal?: Duration;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Getter absenteeSlash(), setter setAbsenteeSlash(uint256). Any amount.
   */
  absenteeSlash?: TokenAmount;
  /**
   * Getter disputeModule(), setter setDisputeModule(address). Not checked, and not logged.
   */
  disputeModule?: Address;
  /**
   * Getter jobRegistry(). Fixed at deployment: another one is reported and cannot be set.
   */
  jobRegistry?: Address;
}
/**
 * Fee, window and moderators of disputes. While it is paused, all but the moderators, the pauser and the owner are fixed (EnforcedPause).
 */
export interface DisputeModuleModule {
  /**
   * DisputeModule: which contract this is.
   */
  kind: "DisputeModule";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * 0 wei for none. Getter disputeFee(), setter setDisputeFee(uint256), only while not paused.
   */
  disputeFee?: TokenAmount;
  /**
   * Getter disputeWindow(), setter setDisputeWindow(uint256), only while not paused.
   */
  disputeWindow?: Duration;
  /**
   * The arbitrators; the zero address for none. Getter committee(), setter setCommittee(address), only while not paused.
   */
  committee?: Address;
  /**
   * Getter jobRegistry(), setter setJobRegistry(address). Not checked; only while not paused.
   */
  jobRegistry?: Address;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Not checked; only while not paused.
   */
  stakeManager?: Address;
  /**
   * Getter taxPolicy(), setter setTaxPolicy(address). Not zero (InvalidTaxPolicy); must answer isTaxExempt() with true (PolicyNotTaxExempt); only while not paused.
   */
  taxPolicy?: Address;
  /**
   * Weight of each moderator, below 2^96. Getter moderatorWeights(address), setters setModerator(address,uint96) and removeModerator(address), which refuse a weight that is there already (InvalidModeratorWeight). Works while paused.
   */
  moderators?: Weights;
}
/**
 * A weight for each address.
 */
export interface WeightsValue {
  [k: string]: CountValue | undefined;
}
/**
 * Collects fees, burns a share and pays out the rest. applyConfiguration sets many values in one call, the allow-list first.
 */
export interface FeePoolModule {
  /**
   * FeePool: which contract this is.
   */
  kind: "FeePool";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(), setter transferOwnership(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Share of fees that is burned, at most 100 % (InvalidPercentage). Getter burnPct(), setter setBurnPct(uint256).
   */
  burn?: Percent;
  /**
   * Receives what is left of a distribution; the zero address burns it. Getter treasury(), setter setTreasury(address): must be allow-listed first and must not be the owner (InvalidTreasury).
   */
  treasury?: Address;
  /**
   * Who may be the treasury. Getter treasuryAllowlist(address), setter setTreasuryAllowlist(address,bool).
   */
  treasuryAllowlist?: AddressList;
  /**
   * Who may pay rewards out of the pool. Getter rewarders(address), setter setRewarder(address,bool).
   */
  rewarders?: AddressList;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Not zero (ZeroAddress); must answer version() with 2 (InvalidStakeManagerVersion).
   */
  stakeManager?: Address;
  /**
   * Whose stakes a distribution follows. Getter rewardRole(), setter setRewardRole(uint8).
   */
  rewardRole?:
    | ("agent" | "validator" | "platform")
    | {
        /**
         * The exact value.
         */
        value: "agent" | "validator" | "platform";
        /**
         * true: report a difference, never change it.
         */
        observe?: Observe;
      };
  /**
   * May withdraw to the treasury; not the owner of the contract. Getter governance(), setter setGovernance(address) by the owner; once set it cannot be cleared (ZeroAddress).
   */
  governance?: Address;
  /**
   * Getter taxPolicy(), setter setTaxPolicy(address). Not zero (InvalidTaxPolicy); must answer isTaxExempt() with true (PolicyNotTaxExempt).
   */
  taxPolicy?: Address;
}
/**
 * Governs jobs: their fees, stakes, limits and the contracts around them.
 */
export interface JobRegistryModule {
  /**
   * JobRegistry: which contract this is.
   */
  kind: "JobRegistry";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Shares of a reward. They may not exceed 100 % together, after every single call (InvalidPercentage).
   */
  fees?: {
    /**
     * Getter feePct(), setter setFeePct(uint256).
     */
    fee?: Percent;
    /**
     * Getter validatorRewardPct(), setter setValidatorRewardPct(uint256).
     */
    validatorReward?: Percent;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Stake of one job. Getter jobStake(), setter setJobStake(uint96), or setJobParameters(uint256,uint256) with maxJobReward. Below 2^96 wei (StakeOverflow).
   */
  jobStake?: TokenAmount;
  /**
   * Getter minAgentStake(), setter setMinAgentStake(uint256). Below 2^96 wei (StakeOverflow).
   */
  minAgentStake?: TokenAmount;
  /**
   * 0 wei for no limit. Getter maxJobReward(), setter setMaxJobReward(uint256).
   */
  maxJobReward?: TokenAmount;
  /**
   * Zero for no limit. Getter maxJobDuration(), setter setJobDurationLimit(uint256).
   */
  maxJobDuration?: Duration;
  /**
   * Jobs an agent may hold at a time; 0 for no limit. Getter maxActiveJobsPerAgent(), setter setMaxActiveJobsPerAgent(uint256).
   */
  maxActiveJobsPerAgent?: Count;
  /**
   * Time after the deadline before a job may expire. Getter expirationGracePeriod(), setter setExpirationGracePeriod(uint256).
   */
  expirationGracePeriod?: Duration;
  /**
   * Receives forfeited payouts; the zero address burns them. Getter treasury(), setter setTreasury(address): must not be the owner (InvalidTreasury). There is no allow-list here.
   */
  treasury?: Address;
  /**
   * Getter taxPolicy(), setter setTaxPolicy(address). Not zero (InvalidTaxPolicy); must answer isTaxExempt() with true (PolicyNotTaxExempt).
   */
  taxPolicy?: Address;
  /**
   * Getter validationModule(), setter setValidationModule(address). Must answer version() with 2; zero is refused. (InvalidValidationModule)
   */
  validationModule?: Address;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Must answer version() with 2; zero is refused. (InvalidStakeManager) It also becomes an acknowledger.
   */
  stakeManager?: Address;
  /**
   * Getter reputationEngine(), setter setReputationEngine(address). Must answer version() with 2; zero is refused. (InvalidReputationModule)
   */
  reputationEngine?: Address;
  /**
   * Getter disputeModule(), setter setDisputeModule(address). Must answer version() with 2; zero is refused. (InvalidDisputeModule)
   */
  disputeModule?: Address;
  /**
   * Getter certificateNFT(), setter setCertificateNFT(address). Must answer version() with 2; zero is refused. (InvalidCertificateNFT)
   */
  certificateNFT?: Address;
  /**
   * Getter feePool(), setter setFeePool(address). Must answer version() with 2; zero is refused. (InvalidFeePool)
   */
  feePool?: Address;
  /**
   * Getter identityRegistry(), setter setIdentityRegistry(address). Must answer version() with 2; zero is refused. (InvalidIdentityRegistry) Ends every cached authorisation.
   */
  identityRegistry?: Address;
  /**
   * Getter auditModule(), setter setAuditModule(address). The zero address for none; else version() must not be 0 (InvalidAuditModule).
   */
  auditModule?: Address;
  /**
   * Who may acknowledge the tax policy for others. Getter acknowledgers(address), setter setAcknowledger(address,bool), not for the zero address (ZeroAcknowledgerAddress). setStakeManager adds the stake manager.
   */
  acknowledgers?: AddressList;
  /**
   * How long a cached authorisation of an agent lasts. Getter agentAuthCacheDuration(), setter setAgentAuthCacheDuration(uint256).
   */
  agentAuthCacheDuration?: Duration;
}
/**
 * Makes calls for its owner and logs which parameter they changed.
 */
export interface OwnerConfiguratorModule {
  /**
   * OwnerConfigurator: which contract this is.
   */
  kind: "OwnerConfigurator";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(). Handed over in two steps: the owner calls transferOwnership(address), then the new owner calls acceptOwnership(). Both calls are planned.
   */
  owner?: Address;
  /**
   * Who may accept the ownership. Getter pendingOwner(), setter transferOwnership(address); the zero address withdraws an offer. acceptOwnership() clears it.
   */
  pendingOwner?: Address;
}
/**
 * Which platforms may register, with what stake and by whom. applyConfiguration sets many values in one call.
 */
export interface PlatformRegistryModule {
  /**
   * PlatformRegistry: which contract this is.
   */
  kind: "PlatformRegistry";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(), setter transferOwnership(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Getter minPlatformStake(), setter setMinPlatformStake(uint256). Any amount.
   */
  minPlatformStake?: TokenAmount;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Not checked.
   */
  stakeManager?: Address;
  /**
   * Getter reputationEngine(), setter setReputationEngine(address). Not checked.
   */
  reputationEngine?: Address;
  /**
   * Who may register platforms for others. Getter registrars(address), setter setRegistrar(address,bool).
   */
  registrars?: AddressList;
  /**
   * Operators that may not register. Getter blacklist(address), setter setBlacklist(address,bool).
   */
  blacklist?: AddressList;
}
/**
 * A proxy of ERC-1967, by its storage. Nothing of it is changed: an upgrade that nobody declared is reported.
 */
export interface ProxyModule {
  /**
   * Proxy: which contract this is.
   */
  kind: "Proxy";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * The contract whose code the proxy runs. Storage word eip1967.proxy.implementation. A difference is reported and never changed: upgrading is not planned.
   */
  implementation?: Address;
  /**
   * keccak256 of the code at the implementation's address, so that other code there is reported as well. A difference is never changed.
   */
  implementationCode?:
    | string
    | {
        /**
         * The exact value.
         */
        value: string;
        /**
         * true: report a difference, never change it.
         */
        observe?: boolean;
      };
  /**
   * Who may upgrade a transparent proxy: its ProxyAdmin, fixed at deployment. Storage word eip1967.proxy.admin; the zero address for other proxies. A difference is reported and never changed.
   */
  admin?: Address;
}
/**
 * OpenZeppelin's ProxyAdmin: its owner may upgrade the proxy that it administers. Upgrades are not planned.
 */
export interface ProxyAdminModule {
  /**
   * ProxyAdmin: which contract this is.
   */
  kind: "ProxyAdmin";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who may upgrade. Getter owner(), setter transferOwnership(address): in one step, so that a wrong address is final.
   */
  owner?: Address;
}
/**
 * Scores of participants: weights, thresholds, who reports and who is kept out.
 */
export interface ReputationEngineModule {
  /**
   * ReputationEngine: which contract this is.
   */
  kind: "ReputationEngine";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(), setter transferOwnership(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Set together by setScoringWeights(uint256,uint256).
   */
  scoringWeights?: {
    /**
     * Not negative. Getter stakeWeight().
     */
    stake?: Wad;
    /**
     * Not negative. Getter reputationWeight().
     */
    reputation?: Wad;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Share of an agent's gain for its validators, at most 100 % ("invalid percentage"). Getter validationRewardPercentage(), setter setValidationRewardPercentage(uint256).
   */
  validationReward?: Percent;
  /**
   * Score below which a participant is blacklisted by reports. Getter premiumThreshold(), setter setPremiumThreshold(uint256).
   */
  premiumThreshold?: Count;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Not zero ("invalid stake manager"); must answer version() with 2 ("incompatible version").
   */
  stakeManager?: Address;
  /**
   * Who may report. Getter callers(address), setter setCaller(address,bool).
   */
  callers?: AddressList;
  /**
   * Who is kept out. Getter isBlacklisted(address), setter setBlacklist(address,bool). Reports change it as well: observe it rather than enforce it.
   */
  blacklist?: AddressList;
}
/**
 * Shares out a reward budget between roles.
 */
export interface RewardEngineMBModule {
  /**
   * RewardEngineMB: which contract this is.
   */
  kind: "RewardEngineMB";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Shares of the budget. setRoleShares(uint256 x 4) sets all; they must add up to exactly 100 % (InvalidRoleShareSum).
   */
  shares?: {
    /**
     * Getter roleShare(0).
     */
    agent?: Share;
    /**
     * Getter roleShare(1).
     */
    validator?: Share;
    /**
     * Getter roleShare(2).
     */
    operator?: Share;
    /**
     * Getter roleShare(3).
     */
    employer?: Share;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Decimals with 18 places.
   */
  mu?: {
    /**
     * Getter mu(0), setter setMu(uint8,int256).
     */
    agent?: Wad;
    /**
     * Getter mu(1), setter setMu(uint8,int256).
     */
    validator?: Wad;
    /**
     * Getter mu(2), setter setMu(uint8,int256).
     */
    operator?: Wad;
    /**
     * Getter mu(3), setter setMu(uint8,int256).
     */
    employer?: Wad;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Decimals with 18 places.
   */
  baselineEnergies?: {
    /**
     * Getter baselineEnergy(0), setter setBaselineEnergy(uint8,int256).
     */
    agent?: Wad;
    /**
     * Getter baselineEnergy(1), setter setBaselineEnergy(uint8,int256).
     */
    validator?: Wad;
    /**
     * Getter baselineEnergy(2), setter setBaselineEnergy(uint8,int256).
     */
    operator?: Wad;
    /**
     * Getter baselineEnergy(3), setter setBaselineEnergy(uint8,int256).
     */
    employer?: Wad;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Scale of the budget, more than 0 ("kappa"), below 2^256 / 10^18 ("kappa overflow"). Getter kappa(), setter setKappa(uint256).
   */
  kappa?: Wad;
  /**
   * Proofs that one epoch may settle. Getter maxProofs(), setter setMaxProofs(uint256), not logged.
   */
  maxProofs?: Count;
  /**
   * Getter treasury(), setter setTreasury(address), not zero ("treasury").
   */
  treasury?: Address;
  /**
   * Getter thermostat(), setter setThermostat(address). The zero address for none: `temperature` is used then. Not logged.
   */
  thermostat?: Address;
  /**
   * Used without a thermostat, more than 0 ("temp"). Getter temperature(), setter setTemperature(int256), not logged.
   */
  temperature?: Wad;
  /**
   * Getter feePool(), setter setFeePool(address). Not zero (InvalidFeePool).
   */
  feePool?: Address;
  /**
   * Getter reputation(), setter setReputationEngine(address), not zero (InvalidReputationEngine).
   */
  reputationEngine?: Address;
  /**
   * Getter energyOracle(), setter setEnergyOracle(address). Not zero (InvalidEnergyOracle).
   */
  energyOracle?: Address;
  /**
   * Who may settle an epoch. Getter settlers(address), setter setSettler(address,bool).
   */
  settlers?: AddressList;
}
/**
 * A Safe of version 1.3.0, 1.4.1 or 1.5.0, governed by itself: its owners approve every change of it.
 */
export interface SafeModule {
  /**
   * Safe: which contract this is.
   */
  kind: "Safe";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who approves. Exhaustive: any other owner is drift. Getter getOwners(), setters swapOwner, addOwnerWithThreshold and removeOwner by the Safe itself.
   */
  owners?: AddressList;
  /**
   * How many owners have to approve: at least 1, at most their number. Getter getThreshold(), setter changeThreshold(uint256) by the Safe itself.
   */
  threshold?: Count;
  /**
   * Contracts that may act for the Safe without its owners. Getter getModulesPaginated(address,uint256), setters enableModule and disableModule by the Safe itself.
   */
  modules?: AddressList;
  /**
   * Contract that checks every transaction; the zero address means none. Storage word guard_manager.guard.address, setter setGuard(address) by the Safe itself.
   */
  guard?: Address;
  /**
   * Contract that answers calls which the Safe does not know. Storage word fallback_manager.handler.address, setter setFallbackHandler(address) by the Safe itself.
   */
  fallbackHandler?: Address;
}
/**
 * Holds stakes, shares out rewards and slashes. Percentages are whole percents, stakes wei of the protocol's token.
 */
export interface StakeManagerModule {
  /**
   * StakeManager: which contract this is.
   */
  kind: "StakeManager";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Shares of a reward. They may not exceed 100 % together, after every single call (InvalidPercentage).
   */
  fees?: {
    /**
     * Share that goes to the fee pool. Getter feePct(), setter setFeePct(uint256).
     */
    fee?: Percent;
    /**
     * Share that is burned. Getter burnPct(), setter setBurnPct(uint256).
     */
    burn?: Percent;
    /**
     * Share that goes to validators. Getter validatorRewardPct(), setter setValidatorRewardPct(uint256), which also overwrites slashing.validator.
     */
    validatorReward?: Percent;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Shares of a slash. employer + treasury + operator + burn may not exceed 100 %; the calls that set the validators' share along with others count it as well (InvalidPercentage). What no share claims is burned.
   */
  slashing?: {
    /**
     * Getter employerSlashPct(), setter setSlashingPercentages(uint256,uint256) with the treasury's, or setSlashPercents with all.
     */
    employer?: SlashPercent;
    /**
     * Getter treasurySlashPct(), setter setSlashingPercentages(uint256,uint256) with the employer's, or setSlashPercents with all.
     */
    treasury?: SlashPercent;
    /**
     * Getter validatorSlashRewardPct(), setter setValidatorSlashRewardPct(uint256). setValidatorRewardPct overwrites it.
     */
    validator?: SlashPercent;
    /**
     * Getter operatorSlashPct(), setter setOperatorSlashPct(uint256).
     */
    operator?: SlashPercent;
    /**
     * Getter burnSlashPct(), setter setSlashPercents(uint16 x 5) with all others.
     */
    burn?: SlashPercent;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Receives the treasury's share of slashes; the zero address burns it. Getter treasury(), setter setTreasury(address): must be allow-listed first and must not be the owner (InvalidTreasury).
   */
  treasury?: Address;
  /**
   * Who may be the treasury. Getter treasuryAllowlist(address), setter setTreasuryAllowlist(address,bool). Without its entry here the live treasury would stop every slash.
   */
  treasuryAllowlist?: AddressList;
  /**
   * Getter minStake(), setter setMinStake(uint256), not zero (InvalidMinStake). It moves by itself while autoStake.enabled is true: use `within` then.
   */
  minStake?: TokenAmount;
  /**
   * 0 wei for no limit. Getter maxStakePerAddress(), setter setMaxStakePerAddress(uint256), or setStakeRecommendations(uint256,uint256) with the minimum, which it may not fall below (InvalidParams).
   */
  maxStakePerAddress?: TokenAmount;
  /**
   * 0 wei falls back to minStake. Setters setRoleMinimum(uint8,uint256) and setRoleMinimums(uint256,uint256,uint256).
   */
  roleMinimums?: {
    /**
     * Getter roleMinimumStake(0).
     */
    agent?: TokenAmount;
    /**
     * Getter roleMinimumStake(1).
     */
    validator?: TokenAmount;
    /**
     * Getter roleMinimumStake(2).
     */
    platform?: TokenAmount;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Time between asking for a stake and receiving it. Getter unbondingPeriod(), setter setUnbondingPeriod(uint256), not zero (InvalidUnbondingPeriod).
   */
  unbondingPeriod?: Duration;
  /**
   * Lets the minimum stake follow disputes, temperature and energy. All but `enabled` are set by one call, configureAutoStake(11 values).
   */
  autoStake?: {
    /**
     * Whether minStake moves by itself. Getter autoStakeTuning(), setter autoTuneStakes(bool).
     */
    enabled?: Flag;
    /**
     * Weighted disputes in a window that raise the minimum. Getter stakeDisputeThreshold().
     */
    disputeThreshold?: Count;
    /**
     * At most 100 % (InvalidPercentage). Getter stakeIncreasePct().
     */
    increase?: Percent;
    /**
     * At most 100 % (InvalidPercentage). Getter stakeDecreasePct().
     */
    decrease?: Percent;
    /**
     * Least time between two moves. Getter stakeTuneWindow(). Zero keeps what is there, so it cannot be set.
     */
    window?: Duration;
    /**
     * The minimum never falls below it. Getter minStakeFloor(). Zero keeps what is there, so it cannot be set.
     */
    floor?: TokenAmount;
    /**
     * The minimum never rises above it; 0 wei for none. Getter maxMinStake().
     */
    ceiling?: TokenAmount;
    /**
     * A higher system temperature adds temperatureWeight. Getter stakeTempThreshold().
     */
    temperatureThreshold?: Wad;
    /**
     * A higher energy adds hamiltonianWeight; in the feed's own units. Getter stakeHamiltonianThreshold().
     */
    hamiltonianThreshold?: Integer;
    /**
     * Getter disputeWeight().
     */
    disputeWeight?: Count;
    /**
     * Getter temperatureWeight().
     */
    temperatureWeight?: Count;
    /**
     * Getter hamiltonianWeight().
     */
    hamiltonianWeight?: Count;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Getter thermostat(), setter setThermostat(address). Not checked; the zero address for none.
   */
  thermostat?: Address;
  /**
   * Getter hamiltonianFeed(), setter setHamiltonianFeed(address). Not checked; the zero address for none.
   */
  hamiltonianFeed?: Address;
  /**
   * Getter jobRegistry(), setter setJobRegistry(address). Must answer version() with 2; zero is refused. (InvalidJobRegistry) setModules(address,address) sets it with the dispute module.
   */
  jobRegistry?: Address;
  /**
   * Getter disputeModule(), setter setDisputeModule(address). Must answer version() with 2; zero is refused. (InvalidDisputeModule) setModules(address,address) sets it with the job registry.
   */
  disputeModule?: Address;
  /**
   * Getter validationModule(), setter setValidationModule(address). Must answer version() with 2; zero is refused. (InvalidValidationModule)
   */
  validationModule?: Address;
  /**
   * Getter feePool(), setter setFeePool(address). Must answer version() with 2; zero is refused. (InvalidFeePool)
   */
  feePool?: Address;
  /**
   * Who may lock stakes of validators. Getter validatorLockManagers(address), setter setValidatorLockManager(address,bool), not for the zero address (InvalidUser).
   */
  validatorLockManagers?: AddressList;
  /**
   * Most token types that may boost payouts: at most 50 (MaxAGITypesExceeded), not below their present number (MaxAGITypesBelowCurrent). Getter maxAGITypes(), setter setMaxAGITypes(uint256).
   */
  maxAGITypes?: Count;
  /**
   * From 100 % to 200 % (InvalidPercentage). Getter maxTotalPayoutPct(), setter setMaxTotalPayoutPct(uint256).
   */
  maxTotalPayout?: Percent;
}
/**
 * Pauses the eight modules together and makes calls on them for its owner (SystemPause.executeGovernanceCall).
 */
export interface SystemPauseModule {
  /**
   * SystemPause: which contract this is.
   */
  kind: "SystemPause";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * The eight modules in the order in which they are paused. setModules(address x 8) sets all: each must be owned by this contract (ModuleNotOwned), which also becomes their pauser and pauser manager.
   */
  modules?: {
    /**
     * Getter jobRegistry(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    jobRegistry?: Address;
    /**
     * Getter stakeManager(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    stakeManager?: Address;
    /**
     * Getter validationModule(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    validationModule?: Address;
    /**
     * Getter disputeModule(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    disputeModule?: Address;
    /**
     * Getter platformRegistry(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    platformRegistry?: Address;
    /**
     * Getter feePool(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    feePool?: Address;
    /**
     * Getter reputationEngine(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    reputationEngine?: Address;
    /**
     * Getter arbitratorCommittee(), setter setModules(...) with all eight. Must be a contract that SystemPause owns.
     */
    arbitratorCommittee?: Address;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Pauser of all eight modules as set last. Getter activePauser(), setter setGlobalPauser(address). Declare `pauser` and `pauserManager` of the modules as well: a module with another pauser is not overwritten silently.
   */
  activePauser?: Address;
}
/**
 * The text that users acknowledge. Every write of a text starts a new version and so revokes every acknowledgement.
 */
export interface TaxPolicyModule {
  /**
   * TaxPolicy: which contract this is.
   */
  kind: "TaxPolicy";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(). Handed over in two steps: the owner calls transferOwnership(address), then the new owner calls acceptOwnership(). Both calls are planned.
   */
  owner?: Address;
  /**
   * Who may accept the ownership. Getter pendingOwner(), setter transferOwnership(address); the zero address withdraws an offer. acceptOwnership() clears it.
   */
  pendingOwner?: Address;
  /**
   * Where the policy is. Getter policyURI(), setter setPolicyURI(string), or setPolicy(string,string) when both texts change: one version instead of two.
   */
  policyURI?: Text;
  /**
   * What users acknowledge. Getter acknowledgement(), setter setAcknowledgement(string), or setPolicy(string,string) with the policy.
   */
  acknowledgement?: Text;
  /**
   * Who may acknowledge for others. Getter acknowledgerAllowed(address), setters setAcknowledger(address,bool) and setAcknowledgers(address[],bool[]), not for the zero address (ZeroAcknowledgerAddress).
   */
  acknowledgers?: AddressList;
}
/**
 * A controller whose output, the system temperature, stays in a band. Temperatures are decimals with 18 places.
 */
export interface ThermostatModule {
  /**
   * Thermostat: which contract this is.
   */
  kind: "Thermostat";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who governs the contract. Getter owner(), setter setGovernance(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * 0 < min < max ("bounds"). setTemperatureBounds(int256,int256) sets both and moves the temperature into them; temperatures of roles stay where they are.
   */
  band?: {
    /**
     * Getter minTemp().
     */
    min?: Wad;
    /**
     * Getter maxTemp().
     */
    max?: Wad;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Between band.min and band.max ("temp"). Getter systemTemperature(), setter setSystemTemperature(int256). tick() moves it within the band, so usually only that is asked for.
   */
  temperature?:
    | Wad
    | {
        /**
         * band: from band.min to band.max of this file.
         */
        within: "band";
        /**
         * true: report a difference, never change it.
         */
        observe?: Observe;
      };
  /**
   * min < max ("bounds"). setIntegralBounds(int256,int256) sets both.
   */
  integralBounds?: {
    /**
     * Getter integralMin().
     */
    min?: Wad;
    /**
     * Getter integralMax().
     */
    max?: Wad;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Plain integers that multiply the error. setPID(int256,int256,int256) sets all.
   */
  pid?: {
    /**
     * Getter kp().
     */
    kp?: Integer;
    /**
     * Getter ki().
     */
    ki?: Integer;
    /**
     * Getter kd().
     */
    kd?: Integer;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Plain integers that weigh the errors. setKPIWeights(int256,int256,int256) sets all.
   */
  kpiWeights?: {
    /**
     * Getter wEmission().
     */
    emission?: Integer;
    /**
     * Getter wBacklog().
     */
    backlog?: Integer;
    /**
     * Getter wSla().
     */
    sla?: Integer;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * unset follows the system temperature; a number must lie in the band when it is set ("bounds"). Setters setRoleTemperature(uint8,int256) and unsetRoleTemperature(uint8).
   */
  roleTemperatures?: {
    /**
     * Role 0. Storage slot of roleTemps: the getter hides whether it is unset.
     */
    agent?: WadOrUnset;
    /**
     * Role 1. Storage slot of roleTemps: the getter hides whether it is unset.
     */
    validator?: WadOrUnset;
    /**
     * Role 2. Storage slot of roleTemps: the getter hides whether it is unset.
     */
    operator?: WadOrUnset;
    /**
     * Role 3. Storage slot of roleTemps: the getter hides whether it is unset.
     */
    employer?: WadOrUnset;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
}
/**
 * A TimelockController: calls wait for the delay between proposal and execution.
 */
export interface TimelockModule {
  /**
   * Timelock: which contract this is.
   */
  kind: "Timelock";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Least time between proposal and execution. Getter getMinDelay(), setter updateDelay(uint256) by the timelock itself, so that a change waits for the present delay.
   */
  minDelay?: Duration;
  /**
   * Holders of each role. A listed role is exhaustive: any other holder is drift.
   */
  roles?: {
    /**
     * Who may schedule. Getter hasRole(bytes32,address), setters grantRole and revokeRole(bytes32,address) by an admin.
     */
    PROPOSER_ROLE?: AddressList;
    /**
     * Who may execute what is due; the zero address opens it to everybody. Getter hasRole(bytes32,address), setters grantRole and revokeRole(bytes32,address) by an admin.
     */
    EXECUTOR_ROLE?: AddressList;
    /**
     * Who may cancel what is scheduled. Getter hasRole(bytes32,address), setters grantRole and revokeRole(bytes32,address) by an admin.
     */
    CANCELLER_ROLE?: AddressList;
    /**
     * Who may grant and revoke roles without delay. The timelock itself should always be one. Getter hasRole(bytes32,address), setters grantRole and revokeRole(bytes32,address) by an admin.
     */
    DEFAULT_ADMIN_ROLE?: AddressList;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
}
/**
 * Draws committees of validators and counts their votes.
 */
export interface ValidationModuleModule {
  /**
   * ValidationModule: which contract this is.
   */
  kind: "ValidationModule";
  /**
   * Where the contract is: a checksummed address in quotes, or a name of `addresses`.
   */
  address: AddressReference;
  /**
   * true: report every difference of this module, never change one.
   */
  observe?: Observe;
  /**
   * Who owns the contract. Getter owner(), setter transferOwnership(address): handed over in one step, never to the zero address.
   */
  owner?: Address;
  /**
   * Whether the contract is paused. Getter paused(), setters pause() and unpause() by the owner or the pauser; each reverts where it would change nothing.
   */
  paused?: Flag;
  /**
   * May pause and unpause beside the owner; the zero address for nobody. Getter pauser(), setter setPauser(address) by the owner or the pauser manager.
   */
  pauser?: Address;
  /**
   * May set the pauser beside the owner; the zero address for nobody. Getter pauserManager(), setter setPauserManager(address).
   */
  pauserManager?: Address;
  /**
   * Neither may be zero (InvalidWindows, InvalidCommitWindow, InvalidRevealWindow). setCommitRevealWindows(uint256,uint256) sets both.
   */
  windows?: {
    /**
     * Getter commitWindow(), setter setCommitWindow(uint256).
     */
    commit?: Duration;
    /**
     * Getter revealWindow(), setter setRevealWindow(uint256).
     */
    reveal?: Duration;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Sizes of a committee (InvalidValidatorBounds). Several setters move other sizes along.
   */
  validators?: {
    /**
     * Getter minValidators(). setMinValidators(uint256): 1 to max. setValidatorBounds(uint256,uint256) sets it with max, from 3, and pulls perJob between them.
     */
    min?: Count;
    /**
     * Getter maxValidators(). setMaxValidators(uint256): from min. setValidatorBounds(uint256,uint256): at most maxPerJob.
     */
    max?: Count;
    /**
     * Getter validatorsPerJob(), setter setValidatorsPerJob(uint256): at least 3 and min, at most max and maxPerJob. Moves the required approvals.
     */
    perJob?: Count;
    /**
     * Getter maxValidatorsPerJob(), setter setMaxValidatorsPerJob(uint256): from min. Lowers perJob and max to it.
     */
    maxPerJob?: Count;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * How many votes a result needs. The required number either follows the threshold or is fixed.
   */
  approvals?: {
    /**
     * 1 % to 100 % (InvalidPercentage). Getter approvalThreshold(), setter setApprovalThreshold(uint256). While `auto` is true, the required number follows it.
     */
    threshold?: Percent;
    /**
     * From 1 to validators.max (InvalidApprovals); more than validators.perJob is lowered to that. Getter requiredValidatorApprovals(), setter setRequiredValidatorApprovals(uint256), which sets `auto` to false.
     */
    required?: Count;
    /**
     * true: required is the threshold's share of validators.perJob, rounded up. Getter autoApprovalTarget(), setter setAutoApprovalTarget(bool).
     */
    auto?: Flag;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Share of a stake lost by a wrong vote, at most 100 % (InvalidPercentage). Getter validatorSlashingPercentage(), setter setValidatorSlashingPct(uint256).
   */
  validatorSlashing?: Percent;
  /**
   * Set together by setRevealQuorum(uint256,uint256).
   */
  revealQuorum?: {
    /**
     * Share of a committee that must reveal, at most 100 % (InvalidPercentage). Getter revealQuorumPct().
     */
    share?: Percent;
    /**
     * From 1 (InvalidValidatorBounds). Getter minRevealValidators().
     */
    minValidators?: Count;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * What a validator loses that does not reveal. Set together by setNonRevealPenalty(uint256,uint256).
   */
  nonReveal?: {
    /**
     * Share of its stake, at most 10 % (InvalidPenalty). Getter nonRevealPenaltyBps().
     */
    penalty?: BasisPoints;
    /**
     * Blocks for which it is not drawn. Getter nonRevealBanBlocks().
     */
    banBlocks?: Count;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Wait after a quorum before a round may end early. Getter earlyFinalizeDelay(), setter setEarlyFinalizeDelay(uint256).
   */
  earlyFinalizeDelay?: Duration;
  /**
   * Wait after the reveal before anybody may end a round, not zero (InvalidForceFinalizeGrace). Getter forceFinalizeGrace(), setter setForceFinalizeGrace(uint256).
   */
  forceFinalizeGrace?: Duration;
  /**
   * validators.perJob <= sampleSize <= maxSize, checked by each setter.
   */
  pool?: {
    /**
     * Entries that one draw looks at (InvalidSampleSize, SampleSizeTooSmall, PoolLimitExceeded). Getter validatorPoolSampleSize(), setter setValidatorPoolSampleSize(uint256).
     */
    sampleSize?: Count;
    /**
     * Only the next pool is held to it (InvalidSampleSize, InvalidValidatorBounds). Getter maxValidatorPoolSize(), setter setMaxValidatorPoolSize(uint256).
     */
    maxSize?: Count;
    /**
     * true: report every difference in here, never change one.
     */
    observe?: Observe;
  };
  /**
   * Where a draw's window of the pool starts: rotating moves it on, reservoir leaves it to chance. Getter selectionStrategy(), setter setSelectionStrategy(uint8).
   */
  selectionStrategy?:
    | ("rotating" | "reservoir")
    | {
        /**
         * The exact value.
         */
        value: "rotating" | "reservoir";
        /**
         * true: report a difference, never change it.
         */
        observe?: Observe;
      };
  /**
   * How long a cached authorisation of a validator lasts. Getter validatorAuthCacheDuration(), setter setValidatorAuthCacheDuration(uint256).
   */
  validatorAuthCacheDuration?: Duration;
  /**
   * Getter jobRegistry(), setter setJobRegistry(address). Must answer version() with 2; zero is refused. (InvalidJobRegistry)
   */
  jobRegistry?: Address;
  /**
   * Getter stakeManager(), setter setStakeManager(address). Must answer version() with 2; zero is refused. (InvalidStakeManager)
   */
  stakeManager?: Address;
  /**
   * Getter identityRegistry(), setter setIdentityRegistry(address). Must answer version() with 2; zero is refused. (ZeroIdentityRegistry, InvalidIdentityRegistry)
   */
  identityRegistry?: Address;
  /**
   * Getter reputationEngine(), setter setReputationEngine(address). Not checked; the zero address for none.
   */
  reputationEngine?: Address;
  /**
   * Getter randaoCoordinator(), setter setRandaoCoordinator(address). Not checked; the zero address for none.
   */
  randaoCoordinator?: Address;
  /**
   * Getter validatorSubdomains(address), setter setValidatorSubdomains(address[],string[]). Validators may change their own, so observe rather than enforce them.
   */
  validatorSubdomains?: Texts;
}
/**
 * A text for each address.
 */
export interface TextsValue {
  [k: string]: TextValue | undefined;
}
