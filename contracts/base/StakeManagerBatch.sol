// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ConfigUpdate, TreasuryAllowlistUpdate} from "./StakeManagerConfiguration.sol";
import {StakeManagerTuning} from "./StakeManagerTuning.sol";

/// @title StakeManagerBatch
/// @notice Many settings of the stake manager in one call: all of them or none.
abstract contract StakeManagerBatch is StakeManagerTuning {
    event ConfigurationApplied(
        address indexed caller,
        bool pauserUpdated,
        bool pauserManagerUpdated,
        bool thermostatUpdated,
        bool hamiltonianUpdated,
        bool autoStakeTuningUpdated,
        bool autoStakeConfigUpdated,
        bool minStakeUpdated,
        bool roleMinimumsUpdated,
        bool slashingUpdated,
        bool operatorSlashPctUpdated,
        bool slashBurnPctUpdated,
        bool treasuryUpdated,
        bool jobRegistryUpdated,
        bool disputeModuleUpdated,
        bool validationModuleUpdated,
        bool modulesUpdated,
        bool feePctUpdated,
        bool feePoolUpdated,
        bool burnPctUpdated,
        bool validatorRewardPctUpdated,
        bool unbondingPeriodUpdated,
        bool maxStakePerAddressUpdated,
        bool stakeRecommendationsUpdated,
        bool maxAGITypesUpdated,
        bool maxTotalPayoutPctUpdated,
        bool paused,
        bool unpaused,
        uint256 treasuryAllowlistUpdates
    );

    /// @notice The allow-list is updated before the treasury. Sums of shares are checked once, on what results. Asking
    ///         for the pause state that holds already does nothing, unlike `pause` and `unpause`.
    function applyConfiguration(
        ConfigUpdate calldata config,
        TreasuryAllowlistUpdate[] calldata allowlistUpdates
    ) external onlyGovernance {
        if (config.pause && config.unpause) revert InvalidParams();
        for (uint256 i = 0; i < allowlistUpdates.length; i++) {
            _setTreasuryAllowlist(allowlistUpdates[i].treasury, allowlistUpdates[i].allowed);
        }
        _applyRights(config);
        _applyStakes(config);
        _applySlashShares(config);
        _applyModules(config);
        _applyRewardShares(config);
        bool pausing = config.pause && !paused();
        bool unpausing = config.unpause && paused();
        if (pausing) _pause();
        if (unpausing) _unpause();
        _emitApplied(config, pausing, unpausing, allowlistUpdates.length);
    }

    function _applyRights(ConfigUpdate calldata c) private {
        if (c.setPauser) _setPauser(c.pauser);
        if (c.setPauserManager) _setPauserManager(c.pauserManager);
    }

    function _applyStakes(ConfigUpdate calldata c) private {
        if (c.setAutoStakeTuning) _autoTuneStakes(c.autoStakeEnabled);
        if (c.setAutoStakeSettings) _configureAutoStake(c.autoStakeSettings);
        if (c.setMinStake) _setMinStake(c.minStake);
        if (c.setRoleMinimums) _setRoleMinimums(c.agentMinStake, c.validatorMinStake, c.platformMinStake);
        if (c.setUnbondingPeriod) _setUnbondingPeriod(c.unbondingPeriod);
        if (c.setMaxStakePerAddress) _setMaxStakePerAddress(c.maxStakePerAddress);
        if (c.setStakeRecommendations) _setStakeRecommendations(c.recommendedMinStake, c.recommendedMaxStake);
        if (c.setMaxAGITypes) _setMaxAGITypes(c.maxAGITypes);
        if (c.setMaxTotalPayoutPct) _setMaxTotalPayoutPct(c.maxTotalPayoutPct);
    }

    function _applySlashShares(ConfigUpdate calldata c) private {
        if (!c.setSlashingPercentages && !c.setOperatorSlashPct && !c.setValidatorSlashRewardPct && !c.setSlashBurnPct)
            return;
        _setSlashShares(
            c.setSlashingPercentages ? c.employerSlashPct : employerSlashPct,
            c.setSlashingPercentages ? c.treasurySlashPct : treasurySlashPct,
            c.setValidatorSlashRewardPct ? c.validatorSlashRewardPct : validatorSlashRewardPct,
            c.setOperatorSlashPct ? c.operatorSlashPct : operatorSlashPct,
            c.setSlashBurnPct ? c.slashBurnPct : burnSlashPct
        );
    }

    function _applyModules(ConfigUpdate calldata c) private {
        if (c.setThermostat) _setThermostat(c.thermostat);
        if (c.setHamiltonianFeed) _setHamiltonianFeed(c.hamiltonianFeed);
        if (c.setTreasury) _setTreasury(c.treasury);
        if (c.setJobRegistry) _setJobRegistry(c.jobRegistry);
        if (c.setDisputeModule) _setDisputeModule(c.disputeModule);
        if (c.setValidationModule) _setValidationModule(c.validationModule);
        if (c.setModules) _setModules(c.modulesJobRegistry, c.modulesDisputeModule);
        if (c.setFeePool) _setFeePool(c.feePool);
    }

    function _applyRewardShares(ConfigUpdate calldata c) private {
        _setRewardShares(
            c.setFeePct ? c.feePct : feePct,
            c.setBurnPct ? c.burnPct : burnPct,
            c.setValidatorRewardPct ? c.validatorRewardPct : validatorRewardPct
        );
    }

    /// @dev Logged from memory: twenty-nine arguments do not fit the stack. The words stand in the event's order.
    function _emitApplied(ConfigUpdate calldata c, bool pausing, bool unpausing, uint256 allowlistUpdates) private {
        bool[27] memory flags = [
            c.setPauser,
            c.setPauserManager,
            c.setThermostat,
            c.setHamiltonianFeed,
            c.setAutoStakeTuning,
            c.setAutoStakeSettings,
            c.setMinStake,
            c.setRoleMinimums,
            c.setSlashingPercentages || c.setValidatorSlashRewardPct,
            c.setOperatorSlashPct,
            c.setSlashBurnPct,
            c.setTreasury,
            c.setJobRegistry,
            c.setDisputeModule,
            c.setValidationModule,
            c.setModules,
            c.setFeePct,
            c.setFeePool,
            c.setBurnPct,
            c.setValidatorRewardPct,
            c.setUnbondingPeriod,
            c.setMaxStakePerAddress,
            c.setStakeRecommendations,
            c.setMaxAGITypes,
            c.setMaxTotalPayoutPct,
            pausing,
            unpausing
        ];
        bytes memory data = abi.encode(flags, allowlistUpdates);
        bytes32 topic = ConfigurationApplied.selector;
        assembly ("memory-safe") {
            log2(add(data, 0x20), mload(data), topic, caller())
        }
    }
}
