// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ValidationCommittee} from "./base/ValidationCommittee.sol";
import {ValidationRounds} from "./base/ValidationRounds.sol";
import {IVersioned} from "./interfaces/IVersioned.sol";

/// @title ValidationModule
/// @notice The governed surface of the validation of jobs.
contract ValidationModule is ValidationRounds {
    uint256 public constant version = 2;
    uint256 public constant DEFAULT_REVEAL_QUORUM_PCT = 67;
    uint256 public constant DEFAULT_FORCE_FINALIZE_GRACE = 1 hours;

    address public stakeManager;
    address public reputationEngine;
    address public identityRegistry;
    address public randaoCoordinator;
    /// @notice Share of a committee that must reveal (per cent), and the least number of reveals.
    uint256 public revealQuorumPct = DEFAULT_REVEAL_QUORUM_PCT;
    uint256 public minRevealValidators;
    /// @notice Loss of a validator that does not reveal (bps of its stake), and its ban (blocks).
    uint256 public nonRevealPenaltyBps = 50;
    uint256 public nonRevealBanBlocks = 7_200;
    /// @notice Wait after a quorum before an early end (seconds).
    uint256 public earlyFinalizeDelay = 5 minutes;
    /// @notice Wait after the reveal before anybody may end a round (seconds).
    uint256 public forceFinalizeGrace = DEFAULT_FORCE_FINALIZE_GRACE;
    /// @notice Set by the owner, and by each validator for itself.
    mapping(address => string) public validatorSubdomains;

    error InvalidArrayLength();
    error InvalidForceFinalizeGrace();
    error InvalidIdentityRegistry();
    error InvalidJobRegistry();
    error InvalidPenalty();
    error InvalidStakeManager();
    error ZeroIdentityRegistry();

    event EarlyFinalizeDelayUpdated(uint256 delay);
    event ForceFinalizeGraceUpdated(uint256 grace);
    event IdentityRegistryUpdated(address registry);
    event JobRegistryUpdated(address registry);
    event ModulesUpdated(address indexed jobRegistry, address indexed stakeManager);
    event NonRevealPenaltyUpdated(uint256 penaltyBps, uint256 banBlocks);
    event RandaoCoordinatorUpdated(address coordinator);
    event ReputationEngineUpdated(address engine);
    event RevealQuorumUpdated(uint256 pct, uint256 minValidators);
    event StakeManagerUpdated(address manager);
    event ValidatorSubdomainUpdated(address indexed validator, string subdomain);

    /// @dev Zeros stand for unset references and default numbers. References and the pool are not checked here.
    constructor(
        address _jobRegistry,
        address _stakeManager,
        uint256 _commitWindow,
        uint256 _revealWindow,
        uint256 _minValidators,
        uint256 _maxValidators,
        address[] memory _validatorPool
    ) Ownable(msg.sender) ValidationCommittee(_commitWindow, _revealWindow, _minValidators, _maxValidators) {
        minRevealValidators = minValidators;
        if (_jobRegistry != address(0)) _storeJobRegistry(_jobRegistry);
        if (_stakeManager != address(0)) _storeStakeManager(_stakeManager);
        if (_validatorPool.length != 0) {
            validatorPool = _validatorPool;
            emit ValidatorsUpdated(_validatorPool);
        }
    }

    function setJobRegistry(address registry) external onlyOwner {
        if (!_isVersion2(registry)) revert InvalidJobRegistry();
        _storeJobRegistry(registry);
    }

    function setStakeManager(address manager) external onlyOwner {
        if (!_isVersion2(manager)) revert InvalidStakeManager();
        _storeStakeManager(manager);
    }

    function setIdentityRegistry(address registry) external onlyOwner {
        if (registry == address(0)) revert ZeroIdentityRegistry();
        if (!_isVersion2(registry)) revert InvalidIdentityRegistry();
        identityRegistry = registry;
        emit IdentityRegistryUpdated(registry);
    }

    function setReputationEngine(address engine) external onlyOwner {
        reputationEngine = engine;
        emit ReputationEngineUpdated(engine);
    }

    function setRandaoCoordinator(address coordinator) external onlyOwner {
        randaoCoordinator = coordinator;
        emit RandaoCoordinatorUpdated(coordinator);
    }

    function setRevealQuorum(uint256 pct, uint256 minValidators_) external onlyOwner {
        if (pct > 100) revert InvalidPercentage();
        if (minValidators_ == 0) revert InvalidValidatorBounds();
        revealQuorumPct = pct;
        minRevealValidators = minValidators_;
        emit RevealQuorumUpdated(pct, minValidators_);
    }

    function setNonRevealPenalty(uint256 penaltyBps, uint256 banBlocks) external onlyOwner {
        if (penaltyBps > 1_000) revert InvalidPenalty();
        nonRevealPenaltyBps = penaltyBps;
        nonRevealBanBlocks = banBlocks;
        emit NonRevealPenaltyUpdated(penaltyBps, banBlocks);
    }

    function setEarlyFinalizeDelay(uint256 delay) external onlyOwner {
        earlyFinalizeDelay = delay;
        emit EarlyFinalizeDelayUpdated(delay);
    }

    function setForceFinalizeGrace(uint256 grace) external onlyOwner {
        if (grace == 0) revert InvalidForceFinalizeGrace();
        forceFinalizeGrace = grace;
        emit ForceFinalizeGraceUpdated(grace);
    }

    function setValidatorSubdomains(address[] calldata accounts, string[] calldata subdomains) external onlyOwner {
        if (accounts.length != subdomains.length) revert InvalidArrayLength();
        for (uint256 i; i < accounts.length; ++i) {
            _setSubdomain(accounts[i], subdomains[i]);
        }
    }

    function setMySubdomain(string calldata subdomain) external {
        _setSubdomain(msg.sender, subdomain);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function _storeJobRegistry(address registry) private {
        jobRegistry = registry;
        emit JobRegistryUpdated(registry);
        emit ModulesUpdated(registry, stakeManager);
    }

    function _storeStakeManager(address manager) private {
        stakeManager = manager;
        emit StakeManagerUpdated(manager);
        emit ModulesUpdated(jobRegistry, manager);
    }

    function _setSubdomain(address account, string calldata subdomain) private {
        validatorSubdomains[account] = subdomain;
        emit ValidatorSubdomainUpdated(account, subdomain);
    }

    /// @dev Reverts without data for an address that has no code or does not answer `version()`.
    function _isVersion2(address module) private view returns (bool) {
        return module != address(0) && IVersioned(module).version() == 2;
    }
}
