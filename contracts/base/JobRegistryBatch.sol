// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AcknowledgerUpdate, ConfigUpdate, ConfigurationFlags as Flags} from "./JobRegistryConfiguration.sol";
import {JobRegistryParameters} from "./JobRegistryParameters.sol";

/// @title JobRegistryBatch
/// @notice The job registry's batch: every governed value in one call, or none.
abstract contract JobRegistryBatch is JobRegistryParameters {
    /// @param flags One bit for each value written, see `ConfigurationFlags`.
    event ConfigurationApplied(
        address indexed caller,
        uint256 flags,
        uint256 acknowledgerUpdates,
        uint256 ackModulesAdded
    );

    /// @notice Writes many values in one call. The percentages are last and are checked as a pair.
    function applyConfiguration(
        ConfigUpdate calldata config,
        AcknowledgerUpdate[] calldata acknowledgerUpdates,
        address[] calldata ackModules
    ) external onlyGovernance {
        for (uint256 i; i < acknowledgerUpdates.length; ++i) {
            _setAcknowledger(acknowledgerUpdates[i].acknowledger, acknowledgerUpdates[i].allowed);
        }
        uint256 flags = _applyPausers(config) | _applyBundle(config, ackModules);
        flags |= _applyModules(config);
        flags |= _applyParameters(config);
        flags |= _applyIdentity(config);
        flags |= _applyPercentages(config);
        emit ConfigurationApplied(msg.sender, flags, acknowledgerUpdates.length, ackModules.length);
    }

    function _applyPausers(ConfigUpdate calldata config) private returns (uint256 flags) {
        if (config.setPauser) {
            _setPauser(config.pauser);
            flags |= Flags.PAUSER;
        }
        if (config.setPauserManager) {
            _setPauserManager(config.pauserManager);
            flags |= Flags.PAUSER_MANAGER;
        }
    }

    function _applyBundle(ConfigUpdate calldata config, address[] calldata ackModules) private returns (uint256 flags) {
        if (config.setModuleBundle) {
            _setModuleBundle(config.modules);
            flags |= Flags.MODULES | Flags.VALIDATION_MODULE | Flags.STAKE_MANAGER | Flags.REPUTATION_ENGINE;
            flags |= Flags.DISPUTE_MODULE | Flags.CERTIFICATE_NFT | Flags.FEE_POOL;
        }
        if (ackModules.length != 0) {
            _enableAckModules(ackModules);
            flags |= Flags.MODULES;
        }
    }

    function _applyModules(ConfigUpdate calldata config) private returns (uint256 flags) {
        if (config.setIdentityRegistry) {
            _setIdentityRegistry(config.identityRegistry);
            flags |= Flags.MODULES | Flags.IDENTITY_REGISTRY | Flags.AUTH_CACHE_VERSION;
        }
        if (config.setDisputeModule) {
            _setDisputeModule(config.disputeModule);
            flags |= Flags.MODULES | Flags.DISPUTE_MODULE;
        }
        if (config.setValidationModule) {
            _setValidationModule(config.validationModule);
            flags |= Flags.MODULES | Flags.VALIDATION_MODULE;
        }
        if (config.setAuditModule) {
            _setAuditModule(config.auditModule);
            flags |= Flags.MODULES | Flags.AUDIT_MODULE;
        }
        if (config.setStakeManager) {
            _setStakeManager(config.stakeManager);
            flags |= Flags.MODULES | Flags.STAKE_MANAGER;
        }
        if (config.setReputationModule) {
            _setReputationEngine(config.reputationModule);
            flags |= Flags.MODULES | Flags.REPUTATION_ENGINE;
        }
        if (config.setCertificateNFT) {
            _setCertificateNFT(config.certificateNFT);
            flags |= Flags.MODULES | Flags.CERTIFICATE_NFT;
        }
        if (config.setFeePool) {
            _setFeePool(config.feePool);
            flags |= Flags.MODULES | Flags.FEE_POOL;
        }
        if (config.setTaxPolicy) {
            _setTaxPolicy(config.taxPolicy);
            flags |= Flags.TAX_POLICY;
        }
    }

    function _applyParameters(ConfigUpdate calldata config) private returns (uint256 flags) {
        if (config.setTreasury) {
            _setTreasury(config.treasury);
            flags |= Flags.TREASURY;
        }
        if (config.setJobStake) {
            _setJobStake(config.jobStake);
            flags |= Flags.JOB_STAKE;
        }
        if (config.setMinAgentStake) {
            _setMinAgentStake(config.minAgentStake);
            flags |= Flags.MIN_AGENT_STAKE;
        }
        if (config.setMaxJobReward) {
            _setMaxJobReward(config.maxJobReward);
            flags |= Flags.MAX_JOB_REWARD;
        }
        if (config.setJobDurationLimit) {
            _setJobDurationLimit(config.jobDurationLimit);
            flags |= Flags.MAX_JOB_DURATION;
        }
        if (config.setMaxActiveJobsPerAgent) {
            _setMaxActiveJobsPerAgent(config.maxActiveJobsPerAgent);
            flags |= Flags.MAX_ACTIVE_JOBS;
        }
        if (config.setExpirationGracePeriod) {
            _setExpirationGracePeriod(config.expirationGracePeriod);
            flags |= Flags.EXPIRATION_GRACE;
        }
    }

    function _applyIdentity(ConfigUpdate calldata config) private returns (uint256 flags) {
        if (config.setAgentRootNode) {
            _setAgentRootNode(config.agentRootNode);
            flags |= Flags.AGENT_ROOT | Flags.AUTH_CACHE_VERSION;
        }
        if (config.setAgentMerkleRoot) {
            _setAgentMerkleRoot(config.agentMerkleRoot);
            flags |= Flags.AGENT_MERKLE | Flags.AUTH_CACHE_VERSION;
        }
        if (config.setValidatorRootNode) {
            _setValidatorRootNode(config.validatorRootNode);
            flags |= Flags.VALIDATOR_ROOT;
        }
        if (config.setValidatorMerkleRoot) {
            _setValidatorMerkleRoot(config.validatorMerkleRoot);
            flags |= Flags.VALIDATOR_MERKLE;
        }
        if (config.setAgentAuthCacheDuration) {
            _setAgentAuthCacheDuration(config.agentAuthCacheDuration);
            flags |= Flags.AUTH_CACHE_DURATION;
        }
        if (config.bumpAgentAuthCacheVersion) {
            _bumpAgentAuthCacheVersion();
            flags |= Flags.AUTH_CACHE_VERSION;
        }
    }

    /// @dev Unlike the other flags, these two are set only where the value moved.
    function _applyPercentages(ConfigUpdate calldata config) private returns (uint256 flags) {
        if (!config.setFeePct && !config.setValidatorRewardPct) return 0;
        (bool feeMoved, bool rewardMoved) = _setPercentages(
            config.setFeePct ? config.feePct : feePct,
            config.setValidatorRewardPct ? config.validatorRewardPct : validatorRewardPct
        );
        if (feeMoved) flags |= Flags.FEE_PCT;
        if (rewardMoved) flags |= Flags.VALIDATOR_REWARD_PCT;
    }
}
