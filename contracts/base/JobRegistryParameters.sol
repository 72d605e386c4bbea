// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {JobRegistryModules} from "./JobRegistryModules.sol";

/// @title JobRegistryParameters
/// @notice The numbers that govern jobs: percentages, stakes, limits, and the treasury.
abstract contract JobRegistryParameters is JobRegistryModules {
    uint96 public constant DEFAULT_JOB_STAKE = 1e18;
    uint256 public constant DEFAULT_FEE_PCT = 5;
    uint256 public constant DEFAULT_VALIDATOR_REWARD_PCT = 8;

    /// @notice Stake of one job (wei).
    uint96 public jobStake;
    /// @notice Least stake of an agent who applies (wei).
    uint96 public minAgentStake;
    /// @notice Share of a reward that goes to the protocol (per cent).
    uint256 public feePct;
    /// @notice Share of a reward that goes to the validators (per cent).
    uint256 public validatorRewardPct;
    /// @notice Largest reward (wei); zero for no limit.
    uint256 public maxJobReward;
    /// @notice Longest duration (seconds); zero for no limit. Its setter is `setJobDurationLimit`.
    uint256 public maxJobDuration;
    /// @notice Jobs that an agent may hold at a time; zero for no limit.
    uint256 public maxActiveJobsPerAgent;
    /// @notice Time after the deadline before a job may expire (seconds).
    uint256 public expirationGracePeriod;
    /// @notice Receiver of forfeited payouts; zero burns them.
    address public treasury;

    error InvalidPercentage();
    error InvalidTreasury();
    error StakeOverflow();

    event ExpirationGracePeriodUpdated(uint256 period);
    event FeePctUpdated(uint256 feePct);
    event JobParametersUpdated(
        uint256 reward,
        uint256 stake,
        uint256 maxJobReward,
        uint256 maxJobDuration,
        uint256 minAgentStake
    );
    event MaxActiveJobsPerAgentUpdated(uint256 limit);
    event TreasuryUpdated(address treasury);
    event ValidatorRewardPctUpdated(uint256 pct);

    /// @dev The sum is checked on the pair, so a batch may swap two shares that single setters could not.
    function _setPercentages(uint256 fee, uint256 validatorReward) internal returns (bool feeMoved, bool rewardMoved) {
        if (fee > 100 || validatorReward > 100 || fee + validatorReward > 100) revert InvalidPercentage();
        feeMoved = fee != feePct;
        rewardMoved = validatorReward != validatorRewardPct;
        if (feeMoved) {
            feePct = fee;
            emit FeePctUpdated(fee);
        }
        if (rewardMoved) {
            validatorRewardPct = validatorReward;
            emit ValidatorRewardPctUpdated(validatorReward);
        }
    }

    function _setJobStake(uint256 stake) internal {
        if (stake > type(uint96).max) revert StakeOverflow();
        jobStake = uint96(stake);
        _emitJobParameters();
    }

    function _setMinAgentStake(uint256 stake) internal {
        if (stake > type(uint96).max) revert StakeOverflow();
        minAgentStake = uint96(stake);
        _emitJobParameters();
    }

    function _setMaxJobReward(uint256 maxReward) internal {
        maxJobReward = maxReward;
        _emitJobParameters();
    }

    function _setJobDurationLimit(uint256 limit) internal {
        maxJobDuration = limit;
        _emitJobParameters();
    }

    function _setMaxActiveJobsPerAgent(uint256 limit) internal {
        maxActiveJobsPerAgent = limit;
        emit MaxActiveJobsPerAgentUpdated(limit);
    }

    function _setExpirationGracePeriod(uint256 period) internal {
        expirationGracePeriod = period;
        emit ExpirationGracePeriodUpdated(period);
    }

    /// @dev Only today's owner is refused: a later handover of governance to the treasury is not noticed.
    function _setTreasury(address newTreasury) internal {
        if (newTreasury != address(0) && newTreasury == owner()) revert InvalidTreasury();
        treasury = newTreasury;
        emit TreasuryUpdated(newTreasury);
    }

    function _emitJobParameters() private {
        emit JobParametersUpdated(0, jobStake, maxJobReward, maxJobDuration, minAgentStake);
    }
}
