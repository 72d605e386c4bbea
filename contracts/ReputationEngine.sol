// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OwnablePausable} from "./base/OwnablePausable.sol";
import {IVersioned} from "./interfaces/IVersioned.sol";

/// @title ReputationEngine
/// @notice Weights of the score (wad), who may report, who is kept out.
contract ReputationEngine is OwnablePausable {
    uint256 public constant DEFAULT_VALIDATION_REWARD_PERCENTAGE = 8;
    uint256 public constant PERCENTAGE_SCALE = 100;

    address public stakeManager;
    uint256 public stakeWeight = 1e18;
    uint256 public reputationWeight = 1e18;
    uint256 public validationRewardPercentage = DEFAULT_VALIDATION_REWARD_PERCENTAGE;
    uint256 public premiumThreshold;
    mapping(address => bool) public callers;
    mapping(address => bool) public isBlacklisted;

    event BlacklistUpdated(address indexed user, bool status);
    event CallerUpdated(address indexed caller, bool allowed);
    event ModulesUpdated(address indexed stakeManager);
    event PremiumThresholdUpdated(uint256 newThreshold);
    event ScoringWeightsUpdated(uint256 stakeWeight, uint256 reputationWeight);
    event StakeManagerUpdated(address stakeManager);
    event ValidationRewardPercentageUpdated(uint256 percentage);

    constructor(address _stakeManager) Ownable(msg.sender) {
        _setStakeManager(_stakeManager);
    }

    function version() external pure returns (uint256) {
        return 2;
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
