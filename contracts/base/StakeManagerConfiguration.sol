// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

enum Role {
    Agent,
    Validator,
    Platform
}

/// @notice Percentages are whole percents; window in seconds; floor and ceil in wei of the protocol token.
struct AutoStakeSettings {
    uint256 threshold;
    uint256 increasePct;
    uint256 decreasePct;
    uint256 window;
    uint256 floor;
    uint256 ceil;
    int256 temperatureThreshold;
    int256 hamiltonianThreshold;
    uint256 disputeWeight;
    uint256 temperatureWeight;
    uint256 hamiltonianWeight;
}

/// @notice The arguments of the stake manager's batch. A field counts only where the flag before it is true.
struct ConfigUpdate {
    bool setPauser;
    address pauser;
    bool setPauserManager;
    address pauserManager;
    bool setThermostat;
    address thermostat;
    bool setHamiltonianFeed;
    address hamiltonianFeed;
    bool setAutoStakeTuning;
    bool autoStakeEnabled;
    bool setAutoStakeSettings;
    AutoStakeSettings autoStakeSettings;
    bool setMinStake;
    uint256 minStake;
    bool setRoleMinimums;
    uint256 agentMinStake;
    uint256 validatorMinStake;
    uint256 platformMinStake;
    bool setSlashingPercentages;
    uint256 employerSlashPct;
    uint256 treasurySlashPct;
    bool setOperatorSlashPct;
    uint256 operatorSlashPct;
    bool setValidatorSlashRewardPct;
    uint256 validatorSlashRewardPct;
    bool setSlashBurnPct;
    uint256 slashBurnPct;
    bool setTreasury;
    address treasury;
    bool setJobRegistry;
    address jobRegistry;
    bool setDisputeModule;
    address disputeModule;
    bool setValidationModule;
    address validationModule;
    bool setModules;
    address modulesJobRegistry;
    address modulesDisputeModule;
    bool setFeePct;
    uint256 feePct;
    bool setFeePool;
    address feePool;
    bool setBurnPct;
    uint256 burnPct;
    bool setValidatorRewardPct;
    uint256 validatorRewardPct;
    bool setUnbondingPeriod;
    uint256 unbondingPeriod;
    bool setMaxStakePerAddress;
    uint256 maxStakePerAddress;
    bool setStakeRecommendations;
    uint256 recommendedMinStake;
    uint256 recommendedMaxStake;
    bool setMaxAGITypes;
    uint256 maxAGITypes;
    bool setMaxTotalPayoutPct;
    uint256 maxTotalPayoutPct;
    bool pause;
    bool unpause;
}

struct TreasuryAllowlistUpdate {
    address treasury;
    bool allowed;
}
