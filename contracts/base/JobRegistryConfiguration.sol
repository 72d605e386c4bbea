// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice The arguments of the job registry's batch. A field counts only where the flag before it is true.
struct ModuleBundle {
    address validation;
    address stakeManager;
    address reputation;
    address dispute;
    address certificateNFT;
    address feePool;
}

struct ConfigUpdate {
    bool setPauser;
    address pauser;
    bool setPauserManager;
    address pauserManager;
    bool setModuleBundle;
    ModuleBundle modules;
    bool setIdentityRegistry;
    address identityRegistry;
    bool setDisputeModule;
    address disputeModule;
    bool setValidationModule;
    address validationModule;
    bool setAuditModule;
    address auditModule;
    bool setStakeManager;
    address stakeManager;
    bool setReputationModule;
    address reputationModule;
    bool setCertificateNFT;
    address certificateNFT;
    bool setFeePool;
    address feePool;
    bool setTaxPolicy;
    address taxPolicy;
    bool setTreasury;
    address treasury;
    bool setJobStake;
    uint96 jobStake;
    bool setMinAgentStake;
    uint256 minAgentStake;
    bool setFeePct;
    uint256 feePct;
    bool setValidatorRewardPct;
    uint256 validatorRewardPct;
    bool setMaxJobReward;
    uint256 maxJobReward;
    bool setJobDurationLimit;
    uint256 jobDurationLimit;
    bool setMaxActiveJobsPerAgent;
    uint256 maxActiveJobsPerAgent;
    bool setExpirationGracePeriod;
    uint256 expirationGracePeriod;
    bool setAgentRootNode;
    bytes32 agentRootNode;
    bool setAgentMerkleRoot;
    bytes32 agentMerkleRoot;
    bool setValidatorRootNode;
    bytes32 validatorRootNode;
    bool setValidatorMerkleRoot;
    bytes32 validatorMerkleRoot;
    bool setAgentAuthCacheDuration;
    uint256 agentAuthCacheDuration;
    bool bumpAgentAuthCacheVersion;
}

struct AcknowledgerUpdate {
    address acknowledger;
    bool allowed;
}

/// @notice The bits of `ConfigurationApplied`, one for each value that a batch may write.
library ConfigurationFlags {
    uint256 internal constant PAUSER = 1 << 0;
    uint256 internal constant PAUSER_MANAGER = 1 << 1;
    uint256 internal constant MODULES = 1 << 2;
    uint256 internal constant IDENTITY_REGISTRY = 1 << 3;
    uint256 internal constant DISPUTE_MODULE = 1 << 4;
    uint256 internal constant VALIDATION_MODULE = 1 << 5;
    uint256 internal constant STAKE_MANAGER = 1 << 6;
    uint256 internal constant REPUTATION_ENGINE = 1 << 7;
    uint256 internal constant CERTIFICATE_NFT = 1 << 8;
    uint256 internal constant AUDIT_MODULE = 1 << 9;
    uint256 internal constant FEE_POOL = 1 << 10;
    uint256 internal constant TAX_POLICY = 1 << 11;
    uint256 internal constant TREASURY = 1 << 12;
    uint256 internal constant JOB_STAKE = 1 << 13;
    uint256 internal constant MIN_AGENT_STAKE = 1 << 14;
    uint256 internal constant FEE_PCT = 1 << 15;
    uint256 internal constant VALIDATOR_REWARD_PCT = 1 << 16;
    uint256 internal constant MAX_JOB_REWARD = 1 << 17;
    uint256 internal constant MAX_JOB_DURATION = 1 << 18;
    uint256 internal constant MAX_ACTIVE_JOBS = 1 << 19;
    uint256 internal constant EXPIRATION_GRACE = 1 << 20;
    uint256 internal constant AGENT_ROOT = 1 << 21;
    uint256 internal constant AGENT_MERKLE = 1 << 22;
    uint256 internal constant VALIDATOR_ROOT = 1 << 23;
    uint256 internal constant VALIDATOR_MERKLE = 1 << 24;
    uint256 internal constant AUTH_CACHE_DURATION = 1 << 25;
    uint256 internal constant AUTH_CACHE_VERSION = 1 << 26;
}
