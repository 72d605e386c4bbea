// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governable} from "./base/Governable.sol";
import {JobRegistryBatch} from "./base/JobRegistryBatch.sol";
import {ModuleBundle} from "./base/JobRegistryConfiguration.sol";

/// @title JobRegistry
/// @notice The governed surface of the job registry. Jobs themselves are not kept here.
contract JobRegistry is JobRegistryBatch {
    uint256 public constant version = 2;

    error NotGovernanceOrPauser();

    event JobEscalatedByGovernance(uint256 indexed jobId, address indexed caller, string reason);

    /// @dev Zero addresses leave a reference unset, zero numbers mean the defaults. The fee pool's version, the sum of
    ///      both percentages and the acknowledgers are not checked here, and a stake manager given here does not become
    ///      an acknowledger, unlike one given to `setStakeManager`.
    constructor(
        address _validation,
        address _stakeMgr,
        address _reputation,
        address _disputeModule,
        address _certNFT,
        address _feePool,
        address _policy,
        uint256 _feePct,
        uint96 _jobStake,
        address[] memory _ackModules,
        address _timelock
    ) Governable(_timelock) {
        feePct = _feePct == 0 ? DEFAULT_FEE_PCT : _feePct;
        if (feePct > 100) revert InvalidPercentage();
        jobStake = _jobStake == 0 ? DEFAULT_JOB_STAKE : _jobStake;
        validatorRewardPct = DEFAULT_VALIDATOR_REWARD_PCT;
        emit ValidatorRewardPctUpdated(DEFAULT_VALIDATOR_REWARD_PCT);
        if (_validation != address(0)) _setValidationModule(_validation);
        if (_stakeMgr != address(0)) {
            if (!_isVersion2(_stakeMgr)) revert InvalidStakeManager();
            stakeManager = _stakeMgr;
            emit StakeManagerUpdated(_stakeMgr);
            emit ModuleUpdated("StakeManager", _stakeMgr);
        }
        if (_reputation != address(0)) _setReputationEngine(_reputation);
        if (_disputeModule != address(0)) _setDisputeModule(_disputeModule);
        if (_certNFT != address(0)) _setCertificateNFT(_certNFT);
        if (_feePool != address(0)) _storeFeePool(_feePool);
        emit FeePctUpdated(feePct);
        if (_policy != address(0)) _storeTaxPolicy(_policy);
        for (uint256 i; i < _ackModules.length; ++i) {
            acknowledgers[_ackModules[i]] = true;
            emit AcknowledgerUpdated(_ackModules[i], true);
        }
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function setModules(
        address _validation,
        address _stakeMgr,
        address _reputation,
        address _disputeModule,
        address _certNFT,
        address _feePool,
        address[] calldata _ackModules
    ) external onlyGovernance {
        _setModuleBundle(ModuleBundle(_validation, _stakeMgr, _reputation, _disputeModule, _certNFT, _feePool));
        _enableAckModules(_ackModules);
    }

    function setValidationModule(address module) external onlyGovernance {
        _setValidationModule(module);
    }

    function setStakeManager(address manager) external onlyGovernance {
        _setStakeManager(manager);
    }

    function setReputationEngine(address engine) external onlyGovernance {
        _setReputationEngine(engine);
    }

    function setDisputeModule(address module) external onlyGovernance {
        _setDisputeModule(module);
    }

    function setCertificateNFT(address nft) external onlyGovernance {
        _setCertificateNFT(nft);
    }

    function setFeePool(address _feePool) external onlyGovernance {
        _setFeePool(_feePool);
    }

    function setIdentityRegistry(address registry) external onlyGovernance {
        _setIdentityRegistry(registry);
    }

    function setAuditModule(address module) external onlyGovernance {
        _setAuditModule(module);
    }

    function setTaxPolicy(address _policy) external onlyGovernance {
        _setTaxPolicy(_policy);
    }

    function setTreasury(address _treasury) external onlyGovernance {
        _setTreasury(_treasury);
    }

    function setAcknowledger(address acknowledger, bool allowed) external onlyGovernance {
        _setAcknowledger(acknowledger, allowed);
    }

    function setFeePct(uint256 _feePct) external onlyGovernance {
        _setPercentages(_feePct, validatorRewardPct);
    }

    function setValidatorRewardPct(uint256 pct) external onlyGovernance {
        _setPercentages(feePct, pct);
    }

    function setJobStake(uint96 stake) external onlyGovernance {
        _setJobStake(stake);
    }

    function setMinAgentStake(uint256 stake) external onlyGovernance {
        _setMinAgentStake(stake);
    }

    function setMaxJobReward(uint256 maxReward) external onlyGovernance {
        _setMaxJobReward(maxReward);
    }

    function setJobParameters(uint256 maxReward, uint256 stake) external onlyGovernance {
        _setJobStake(stake);
        _setMaxJobReward(maxReward);
    }

    function setJobDurationLimit(uint256 limit) external onlyGovernance {
        _setJobDurationLimit(limit);
    }

    function setMaxActiveJobsPerAgent(uint256 limit) external onlyGovernance {
        _setMaxActiveJobsPerAgent(limit);
    }

    function setExpirationGracePeriod(uint256 period) external onlyGovernance {
        _setExpirationGracePeriod(period);
    }

    function setAgentRootNode(bytes32 node) external onlyGovernance {
        _setAgentRootNode(node);
    }

    function setAgentMerkleRoot(bytes32 root) external onlyGovernance {
        _setAgentMerkleRoot(root);
    }

    function setValidatorRootNode(bytes32 node) external onlyGovernance {
        _setValidatorRootNode(node);
    }

    function setValidatorMerkleRoot(bytes32 root) external onlyGovernance {
        _setValidatorMerkleRoot(root);
    }

    function setAgentAuthCacheDuration(uint256 duration) external onlyGovernance {
        _setAgentAuthCacheDuration(duration);
    }

    function bumpAgentAuthCacheVersion() external onlyGovernance {
        _bumpAgentAuthCacheVersion();
    }

    function updateAgentAuthCache(address agent, bool authorized) external onlyGovernance {
        agentAuthCache[agent] = authorized;
        agentAuthExpiry[agent] = authorized ? block.timestamp + agentAuthCacheDuration : 0;
        agentAuthVersion[agent] = authorized ? agentAuthCacheVersion : 0;
        emit AgentAuthCacheUpdated(agent, authorized);
    }

    /// @notice Hands a job over to the dispute process. A failover of the validation module that escalates calls this,
    ///         and so it reverts with `NotGovernance` wherever the validation module does not govern this contract.
    function escalateToDispute(uint256 jobId, string calldata reason) external onlyGovernance whenNotPaused {
        emit JobEscalatedByGovernance(jobId, msg.sender, bytes(reason).length == 0 ? "governance-escalation" : reason);
    }

    function _requirePauser() internal view override {
        if (!_mayPause(msg.sender)) revert NotGovernanceOrPauser();
    }
}
