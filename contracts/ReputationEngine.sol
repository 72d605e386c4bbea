// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OwnablePausable} from "./base/OwnablePausable.sol";
import {IVersioned} from "./interfaces/IVersioned.sol";

/// @title ReputationEngine
/// @notice Weights of the score (wad), who may report, who is kept out. Reports change the blacklist as well: a score
///         that falls below the premium threshold enters it and one that reaches the threshold leaves it.
contract ReputationEngine is OwnablePausable {
    uint256 public constant version = 2;
    uint256 public constant DEFAULT_VALIDATION_REWARD_PERCENTAGE = 8;
    uint256 public constant PERCENTAGE_SCALE = 100;
    uint256 public constant MAX_REPUTATION = 88_888;

    address public stakeManager;
    uint256 public stakeWeight = 1e18;
    uint256 public reputationWeight = 1e18;
    uint256 public validationRewardPercentage = DEFAULT_VALIDATION_REWARD_PERCENTAGE;
    uint256 public premiumThreshold;
    mapping(address => bool) public callers;
    mapping(address => bool) public isBlacklisted;
    mapping(address => uint256) public reputation;

    event BlacklistUpdated(address indexed user, bool status);
    event CallerUpdated(address indexed caller, bool allowed);
    event ModulesUpdated(address indexed stakeManager);
    event PremiumThresholdUpdated(uint256 newThreshold);
    event ReputationUpdated(address indexed user, int256 delta, uint256 newScore);
    event ScoringWeightsUpdated(uint256 stakeWeight, uint256 reputationWeight);
    event StakeManagerUpdated(address stakeManager);
    event ValidationRewardPercentageUpdated(uint256 percentage);

    constructor(address _stakeManager) Ownable(msg.sender) {
        _setStakeManager(_stakeManager);
    }

    modifier onlyCaller() {
        require(callers[msg.sender], "not authorized");
        _;
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function setStakeManager(address manager) external onlyOwner {
        _setStakeManager(manager);
    }

    function setScoringWeights(uint256 stakeW, uint256 repW) external onlyOwner {
        stakeWeight = stakeW;
        reputationWeight = repW;
        emit ScoringWeightsUpdated(stakeW, repW);
    }

    function setValidationRewardPercentage(uint256 percentage) external onlyOwner {
        require(percentage <= PERCENTAGE_SCALE, "invalid percentage");
        validationRewardPercentage = percentage;
        emit ValidationRewardPercentageUpdated(percentage);
    }

    function setPremiumThreshold(uint256 newThreshold) external onlyOwner {
        _setPremiumThreshold(newThreshold);
    }

    function setThreshold(uint256 newThreshold) external onlyOwner {
        _setPremiumThreshold(newThreshold);
    }

    function setCaller(address caller, bool allowed) external onlyOwner {
        _setCaller(caller, allowed);
    }

    function setAuthorizedCaller(address caller, bool allowed) external onlyOwner {
        _setCaller(caller, allowed);
    }

    function setBlacklist(address user, bool status) external onlyOwner {
        _setBlacklist(user, status);
    }

    function blacklist(address user, bool status) external onlyOwner {
        _setBlacklist(user, status);
    }

    function add(address user, uint256 amount) external onlyCaller whenNotPaused {
        uint256 current = reputation[user];
        uint256 room = MAX_REPUTATION - current;
        _report(user, current + (amount < room ? amount : room));
    }

    function subtract(address user, uint256 amount) external onlyCaller whenNotPaused {
        uint256 current = reputation[user];
        _report(user, current > amount ? current - amount : 0);
    }

    function meetsThreshold(address user) external view returns (bool) {
        return reputation[user] >= premiumThreshold;
    }

    /// @notice Points that validators share when an agent gains `agentReputationGain`.
    function calculateValidatorReputationPoints(uint256 agentReputationGain) external view returns (uint256) {
        return (agentReputationGain * validationRewardPercentage) / PERCENTAGE_SCALE;
    }

    function _report(address user, uint256 newScore) private {
        int256 delta = int256(newScore) - int256(reputation[user]);
        reputation[user] = newScore;
        emit ReputationUpdated(user, delta, newScore);
        if (delta >= 0 && isBlacklisted[user] && newScore >= premiumThreshold) _setBlacklist(user, false);
        if (delta <= 0 && !isBlacklisted[user] && newScore < premiumThreshold) _setBlacklist(user, true);
    }

    function _setStakeManager(address manager) private {
        require(manager != address(0), "invalid stake manager");
        require(IVersioned(manager).version() == 2, "incompatible version");
        stakeManager = manager;
        emit StakeManagerUpdated(manager);
        emit ModulesUpdated(manager);
    }

    function _setPremiumThreshold(uint256 newThreshold) private {
        premiumThreshold = newThreshold;
        emit PremiumThresholdUpdated(newThreshold);
    }

    function _setCaller(address caller, bool allowed) private {
        callers[caller] = allowed;
        emit CallerUpdated(caller, allowed);
    }

    function _setBlacklist(address user, bool status) private {
        isBlacklisted[user] = status;
        emit BlacklistUpdated(user, status);
    }
}
