// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVersioned} from "../interfaces/IVersioned.sol";
import {GovernablePausable} from "./GovernablePausable.sol";

/// @title StakeSettings
/// @notice Everything that governance sets in StakeManager: storage, bounds and logs. Percentages are whole percents;
///         stakes are wei of the protocol token.
abstract contract StakeSettings is GovernablePausable {
    enum Role {
        Agent,
        Validator,
        Platform
    }

    struct AGIType {
        address nft;
        uint256 payoutPct;
    }

    uint256 public constant DEFAULT_MIN_STAKE = 1e18;
    uint256 public constant MAX_AGI_TYPES_CAP = 50;
    uint256 public constant MAX_PAYOUT_PCT = 200;

    uint256 public minStake;
    uint256 public maxStakePerAddress;
    mapping(Role => uint256) public roleMinimumStake;
    uint256 public feePct;
    uint256 public burnPct;
    uint256 public validatorRewardPct;
    uint256 public employerSlashPct;
    uint256 public treasurySlashPct;
    uint256 public validatorSlashRewardPct;
    uint256 public operatorSlashPct;
    uint256 public burnSlashPct;
    address public treasury;
    mapping(address => bool) public treasuryAllowlist;
    uint256 public unbondingPeriod = 7 days;
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
    address public thermostat;
    address public hamiltonianFeed;
    address public jobRegistry;
    address public disputeModule;
    address public validationModule;
    address public feePool;
    mapping(address => bool) public validatorLockManagers;
    AGIType[] public agiTypes;
    uint256 public maxAGITypes = MAX_AGI_TYPES_CAP;
    uint256 public maxTotalPayoutPct = MAX_PAYOUT_PCT;

    error AGITypeNotFound();
    error InvalidDisputeModule();
    error InvalidFeePool();
    error InvalidJobRegistry();
    error InvalidMinStake();
    error InvalidModule();
    error InvalidParams();
    error InvalidPercentage();
    error InvalidTreasury();
    error InvalidUnbondingPeriod();
    error InvalidUser();
    error InvalidValidationModule();
    error MaxAGITypesBelowCurrent();
    error MaxAGITypesExceeded();
    error MaxAGITypesReached();
    error Unauthorized();

    event AGITypeRemoved(address indexed nft);
    event AGITypeUpdated(address indexed nft, uint256 payoutPct);
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
    event BurnPctUpdated(uint256 pct);
    event DisputeModuleUpdated(address indexed module);
    event FeePctUpdated(uint256 pct);
    event FeePoolUpdated(address indexed feePool);
    event HamiltonianFeedUpdated(address indexed feed);
    event JobRegistryUpdated(address indexed registry);
    event MaxAGITypesUpdated(uint256 oldMax, uint256 newMax);
    event MaxStakePerAddressUpdated(uint256 maxStake);
    event MaxTotalPayoutPctUpdated(uint256 oldMax, uint256 newMax);
    event MinStakeUpdated(uint256 minStake);
    event ModulesUpdated(address indexed jobRegistry, address indexed disputeModule);
    event OperatorSlashPctUpdated(uint256 operatorSlashPct);
    event ParametersUpdated(
        uint256 minStake,
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 operatorSlashPct,
        uint256 validatorSlashRewardPct,
        uint256 burnSlashPct,
        uint256 feePct,
        uint256 burnPct,
        uint256 validatorRewardPct
    );
    event RoleMinimumUpdated(Role indexed role, uint256 minStake);
    event SlashDistributionUpdated(
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 operatorSlashPct,
        uint256 validatorSlashRewardPct
    );
    event SlashingPercentagesUpdated(uint256 employerSlashPct, uint256 treasurySlashPct);
    event SlashPercentsUpdated(
        uint256 employerSlashPct,
        uint256 treasurySlashPct,
        uint256 validatorSlashRewardPct,
        uint256 operatorSlashPct,
        uint256 burnSlashPct
    );
    event ThermostatUpdated(address indexed thermostat);
    event TreasuryAllowlistUpdated(address indexed treasury, bool allowed);
    event TreasuryUpdated(address indexed treasury);
    event UnbondingPeriodUpdated(uint256 newPeriod);
    event ValidationModuleUpdated(address indexed module);
    event ValidatorLockManagerUpdated(address indexed manager, bool allowed);
    event ValidatorRewardPctUpdated(uint256 pct);
    event ValidatorSlashRewardPctUpdated(uint256 validatorSlashRewardPct);

    function _requirePauser() internal view override {
        if (!_mayPause(msg.sender)) revert Unauthorized();
    }

    // fees: the sum is checked after every single write

    function _setFeePct(uint256 pct) internal {
        if (pct + burnPct + validatorRewardPct > 100) revert InvalidPercentage();
        if (pct == feePct) return;
        feePct = pct;
        emit FeePctUpdated(pct);
        _emitParameters();
    }

    function _setBurnPct(uint256 pct) internal {
        if (feePct + pct + validatorRewardPct > 100) revert InvalidPercentage();
        if (pct == burnPct) return;
        burnPct = pct;
        emit BurnPctUpdated(pct);
        _emitParameters();
    }

    /// @return changed whether the value was another one before.
    function _setValidatorRewardPct(uint256 pct) internal returns (bool changed) {
        if (feePct + burnPct + pct > 100) revert InvalidPercentage();
        if (pct == validatorRewardPct) return false;
        validatorRewardPct = pct;
        emit ValidatorRewardPctUpdated(pct);
        _emitParameters();
        return true;
    }

    // slashing: 0 to 100 are percents, 101 to 10,000 basis points in whole percents; what was written is what is stored

    /// @param countValidator whether the validators' share counts towards the whole.
    function _setSlashing(
        uint256 employer,
        uint256 treasury_,
        uint256 validator,
        uint256 operator,
        uint256 burn,
        bool countValidator
    ) internal {
        uint256 sum = _toBps(employer) + _toBps(treasury_) + _toBps(operator) + _toBps(burn);
        uint256 validatorBps = _toBps(validator);
        if (sum > 10_000 || (countValidator && sum + validatorBps > 10_000)) revert InvalidPercentage();
        employerSlashPct = employer;
        treasurySlashPct = treasury_;
        validatorSlashRewardPct = validator;
        operatorSlashPct = operator;
        burnSlashPct = burn;
        emit SlashingPercentagesUpdated(employer, treasury_);
        emit OperatorSlashPctUpdated(operator);
        emit ValidatorSlashRewardPctUpdated(validator);
        emit SlashDistributionUpdated(employer, treasury_, operator, validator);
        emit SlashPercentsUpdated(employer, treasury_, validator, operator, burn);
        _emitParameters();
    }

    function _toBps(uint256 value) internal pure returns (uint256) {
        if (value <= 100) return value * 100;
        if (value > 10_000 || value % 100 != 0) revert InvalidPercentage();
        return value;
    }

    // stakes

    function _setMinStake(uint256 value) internal {
        if (value == 0) revert InvalidMinStake();
        minStake = value;
        emit MinStakeUpdated(value);
        _emitParameters();
    }

    function _setMaxStakePerAddress(uint256 value) internal {
        maxStakePerAddress = value;
        emit MaxStakePerAddressUpdated(value);
    }

    function _setStakeRecommendations(uint256 newMin, uint256 newMax) internal {
        if (newMax != 0 && newMax < newMin) revert InvalidParams();
        _setMinStake(newMin);
        _setMaxStakePerAddress(newMax);
    }

    function _setRoleMinimum(Role role, uint256 amount) internal {
        roleMinimumStake[role] = amount;
        emit RoleMinimumUpdated(role, amount);
    }

    function _setUnbondingPeriod(uint256 newPeriod) internal {
        if (newPeriod == 0) revert InvalidUnbondingPeriod();
        unbondingPeriod = newPeriod;
        emit UnbondingPeriodUpdated(newPeriod);
    }

    function _autoTuneStakes(bool enabled) internal {
        autoStakeTuning = enabled;
        emit AutoStakeTuningEnabled(enabled);
    }

    /// @dev A window or a floor of zero keeps what is there.
    function _configureAutoStake(
        uint256 threshold,
        uint256 upPct,
        uint256 downPct,
        uint256 window,
        uint256 floor,
        uint256 ceil,
        int256 tempThreshold,
        int256 hThreshold,
        uint256[3] memory weights
    ) internal {
        if (upPct > 100 || downPct > 100) revert InvalidPercentage();
        stakeDisputeThreshold = threshold;
        stakeIncreasePct = upPct;
        stakeDecreasePct = downPct;
        if (window != 0) stakeTuneWindow = window;
        if (floor != 0) minStakeFloor = floor;
        maxMinStake = ceil;
        stakeTempThreshold = tempThreshold;
        stakeHamiltonianThreshold = hThreshold;
        (disputeWeight, temperatureWeight, hamiltonianWeight) = (weights[0], weights[1], weights[2]);
        emit AutoStakeConfigUpdated(
            threshold,
            upPct,
            downPct,
            stakeTuneWindow,
            minStakeFloor,
            ceil,
            tempThreshold,
            hThreshold,
            weights[0],
            weights[1],
            weights[2]
        );
    }

    // treasury and references

    function _setTreasury(address value) internal {
        if (value != address(0) && (value == owner() || !treasuryAllowlist[value])) revert InvalidTreasury();
        treasury = value;
        emit TreasuryUpdated(value);
    }

    function _setTreasuryAllowlist(address value, bool allowed) internal {
        treasuryAllowlist[value] = allowed;
        emit TreasuryAllowlistUpdated(value, allowed);
    }

    function _setThermostat(address value) internal {
        thermostat = value;
        emit ThermostatUpdated(value);
    }

    function _setHamiltonianFeed(address value) internal {
        hamiltonianFeed = value;
        emit HamiltonianFeedUpdated(value);
    }

    function _setJobRegistry(address value) internal {
        if (!_isVersion2(value)) revert InvalidJobRegistry();
        jobRegistry = value;
        emit JobRegistryUpdated(value);
        emit ModulesUpdated(value, disputeModule);
    }

    function _setDisputeModule(address value) internal {
        if (!_isVersion2(value)) revert InvalidDisputeModule();
        disputeModule = value;
        emit DisputeModuleUpdated(value);
        emit ModulesUpdated(jobRegistry, value);
    }

    function _setModules(address registry, address dispute) internal {
        if (!_isVersion2(registry) || !_isVersion2(dispute)) revert InvalidModule();
        jobRegistry = registry;
        disputeModule = dispute;
        emit JobRegistryUpdated(registry);
        emit DisputeModuleUpdated(dispute);
        emit ModulesUpdated(registry, dispute);
    }

    function _setValidationModule(address value) internal {
        if (!_isVersion2(value)) revert InvalidValidationModule();
        validationModule = value;
        emit ValidationModuleUpdated(value);
    }

    function _setFeePool(address value) internal {
        if (!_isVersion2(value)) revert InvalidFeePool();
        feePool = value;
        emit FeePoolUpdated(value);
    }

    function _setMaxAGITypes(uint256 newMax) internal {
        if (newMax > MAX_AGI_TYPES_CAP) revert MaxAGITypesExceeded();
        if (newMax < agiTypes.length) revert MaxAGITypesBelowCurrent();
        emit MaxAGITypesUpdated(maxAGITypes, newMax);
        maxAGITypes = newMax;
    }

    function _setMaxTotalPayoutPct(uint256 newMax) internal {
        if (newMax < 100 || newMax > MAX_PAYOUT_PCT) revert InvalidPercentage();
        emit MaxTotalPayoutPctUpdated(maxTotalPayoutPct, newMax);
        maxTotalPayoutPct = newMax;
    }

    /// @dev A zero address is no version 2; an account without code reverts without a reason.
    function _isVersion2(address module) internal view returns (bool) {
        return module != address(0) && IVersioned(module).version() == 2;
    }

    function _emitParameters() internal {
        emit ParametersUpdated(
            minStake,
            employerSlashPct,
            treasurySlashPct,
            operatorSlashPct,
            validatorSlashRewardPct,
            burnSlashPct,
            feePct,
            burnPct,
            validatorRewardPct
        );
    }
}
