// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AutoStakeSettings} from "./StakeManagerConfiguration.sol";
import {StakeManagerModules} from "./StakeManagerModules.sol";

interface ITemperature {
    function systemTemperature() external view returns (int256);
}

interface IHamiltonianFeed {
    function currentHamiltonian() external view returns (int256);
}

/// @title StakeManagerTuning
/// @notice Lets the minimum stake follow disputes, temperature and energy. While this is on, `minStake` moves without
///         governance, between `minStakeFloor` and `maxMinStake` (zero: no ceiling), at most once in a window.
abstract contract StakeManagerTuning is StakeManagerModules {
    bool public autoStakeTuning;
    uint256 public stakeDisputeThreshold = 10;
    uint256 public stakeIncreasePct = 20;
    uint256 public stakeDecreasePct = 10;
    uint256 public stakeTuneWindow = 7 days;
    uint256 public minStakeFloor;
    uint256 public maxMinStake;
    int256 public stakeTempThreshold;
    int256 public stakeHamiltonianThreshold;
    uint256 public disputeWeight = 1;
    uint256 public temperatureWeight;
    uint256 public hamiltonianWeight;
    uint256 public disputeCount;
    uint256 public lastStakeTune;

    error OnlyDisputeModule();

    event AutoStakeConfigUpdated(
        uint256 threshold,
        uint256 upPct,
        uint256 downPct,
        uint256 window,
        uint256 floor,
        uint256 ceil,
        int256 tempThreshold,
        int256 hThreshold,
        uint256 disputeWeight,
        uint256 tempWeight,
        uint256 hamWeight
    );
    event AutoStakeTuningEnabled(bool enabled);

    function autoTuneStakes(bool enabled) external onlyGovernance {
        _autoTuneStakes(enabled);
    }

    /// @notice All eleven at once. A window or a floor of zero keeps the one that is there.
    function configureAutoStake(
        uint256 threshold,
        uint256 upPct,
        uint256 downPct,
        uint256 window,
        uint256 floor,
        uint256 ceil,
        int256 tempThreshold,
        int256 hThreshold,
        uint256 disputeW,
        uint256 tempW,
        uint256 hamW
    ) external onlyGovernance {
        AutoStakeSettings memory settings;
        settings.threshold = threshold;
        settings.increasePct = upPct;
        settings.decreasePct = downPct;
        settings.window = window;
        settings.floor = floor;
        settings.ceil = ceil;
        settings.temperatureThreshold = tempThreshold;
        settings.hamiltonianThreshold = hThreshold;
        settings.disputeWeight = disputeW;
        settings.temperatureWeight = tempW;
        settings.hamiltonianWeight = hamW;
        _configureAutoStake(settings);
    }

    function recordDispute() external whenNotPaused {
        if (msg.sender != disputeModule) revert OnlyDisputeModule();
        disputeCount += 1;
        _tune();
    }

    /// @notice Moves the minimum stake if a window has passed; anybody may call it.
    function checkpointStake() external whenNotPaused {
        _tune();
    }

    function _autoTuneStakes(bool enabled) internal {
        autoStakeTuning = enabled;
        if (enabled) lastStakeTune = block.timestamp;
        emit AutoStakeTuningEnabled(enabled);
    }

    function _configureAutoStake(AutoStakeSettings memory s) internal {
        if (s.increasePct > 100 || s.decreasePct > 100) revert InvalidPercentage();
        stakeDisputeThreshold = s.threshold;
        stakeIncreasePct = s.increasePct;
        stakeDecreasePct = s.decreasePct;
        if (s.window != 0) stakeTuneWindow = s.window;
        if (s.floor != 0) minStakeFloor = s.floor;
        maxMinStake = s.ceil;
        stakeTempThreshold = s.temperatureThreshold;
        stakeHamiltonianThreshold = s.hamiltonianThreshold;
        disputeWeight = s.disputeWeight;
        temperatureWeight = s.temperatureWeight;
        hamiltonianWeight = s.hamiltonianWeight;
        emit AutoStakeConfigUpdated(
            s.threshold,
            s.increasePct,
            s.decreasePct,
            stakeTuneWindow,
            minStakeFloor,
            s.ceil,
            s.temperatureThreshold,
            s.hamiltonianThreshold,
            s.disputeWeight,
            s.temperatureWeight,
            s.hamiltonianWeight
        );
    }

    function _tune() private {
        if (!autoStakeTuning || block.timestamp < lastStakeTune + stakeTuneWindow) return;
        uint256 pressure = _pressure();
        uint256 target = minStake;
        if (pressure >= stakeDisputeThreshold) {
            target += (target * stakeIncreasePct) / 100;
            if (maxMinStake != 0 && target > maxMinStake) target = maxMinStake;
        } else if (pressure == 0) {
            target -= (target * stakeDecreasePct) / 100;
            if (target < minStakeFloor) target = minStakeFloor;
        }
        disputeCount = 0;
        lastStakeTune = block.timestamp;
        if (target != minStake) _setMinStake(target);
    }

    function _pressure() private view returns (uint256 pressure) {
        pressure = disputeCount * disputeWeight;
        if (thermostat != address(0) && ITemperature(thermostat).systemTemperature() > stakeTempThreshold) {
            pressure += temperatureWeight;
        }
        if (
            hamiltonianFeed != address(0) &&
            IHamiltonianFeed(hamiltonianFeed).currentHamiltonian() > stakeHamiltonianThreshold
        ) pressure += hamiltonianWeight;
    }
}
