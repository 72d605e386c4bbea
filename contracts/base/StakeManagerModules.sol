// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IVersioned} from "../interfaces/IVersioned.sol";
import {StakeManagerShares} from "./StakeManagerShares.sol";

/// @title StakeManagerModules
/// @notice Where the stake manager pays to, the contracts it listens to, and the token types that boost a payout.
abstract contract StakeManagerModules is StakeManagerShares {
    struct AGIType {
        address nft;
        uint256 payoutPct;
    }

    uint256 public constant MAX_AGI_TYPES_CAP = 50;
    uint256 public constant MAX_PAYOUT_PCT = 200;

    /// @notice Zero burns the treasury's share.
    address public treasury;
    mapping(address => bool) public treasuryAllowlist;
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
    error InvalidModule();
    error InvalidTreasury();
    error InvalidValidationModule();
    error MaxAGITypesBelowCurrent();
    error MaxAGITypesExceeded();
    error MaxAGITypesReached();

    event AGITypeRemoved(address indexed nft);
    event AGITypeUpdated(address indexed nft, uint256 payoutPct);
    event DisputeModuleUpdated(address indexed module);
    event FeePoolUpdated(address indexed feePool);
    event HamiltonianFeedUpdated(address indexed feed);
    event JobRegistryUpdated(address indexed registry);
    event MaxAGITypesUpdated(uint256 oldMax, uint256 newMax);
    event MaxTotalPayoutPctUpdated(uint256 oldMax, uint256 newMax);
    event ModulesUpdated(address indexed jobRegistry, address indexed disputeModule);
    event ThermostatUpdated(address indexed thermostat);
    event TreasuryAllowlistUpdated(address indexed treasury, bool allowed);
    event TreasuryUpdated(address indexed treasury);
    event ValidationModuleUpdated(address indexed module);
    event ValidatorLockManagerUpdated(address indexed manager, bool allowed);

    /// @notice Anything but zero must be allow-listed first and not be the owner.
    function setTreasury(address _treasury) external onlyGovernance {
        _setTreasury(_treasury);
    }

    function setTreasuryAllowlist(address _treasury, bool allowed) external onlyGovernance {
        _setTreasuryAllowlist(_treasury, allowed);
    }

    function setThermostat(address _thermostat) external onlyGovernance {
        _setThermostat(_thermostat);
    }

    function setHamiltonianFeed(address _feed) external onlyGovernance {
        _setHamiltonianFeed(_feed);
    }

    function setJobRegistry(address _jobRegistry) external onlyGovernance {
        _setJobRegistry(_jobRegistry);
    }

    function setDisputeModule(address module) external onlyGovernance {
        _setDisputeModule(module);
    }

    function setValidationModule(address module) external onlyGovernance {
        _setValidationModule(module);
    }

    function setModules(address _jobRegistry, address _disputeModule) external onlyGovernance {
        _setModules(_jobRegistry, _disputeModule);
    }

    function setFeePool(address pool) external onlyGovernance {
        _setFeePool(pool);
    }

    function setValidatorLockManager(address manager, bool allowed) external onlyGovernance {
        if (manager == address(0)) revert InvalidUser();
        validatorLockManagers[manager] = allowed;
        emit ValidatorLockManagerUpdated(manager, allowed);
    }

    function setMaxAGITypes(uint256 newMax) external onlyGovernance {
        _setMaxAGITypes(newMax);
    }

    function setMaxTotalPayoutPct(uint256 newMax) external onlyGovernance {
        _setMaxTotalPayoutPct(newMax);
    }

    /// @notice Adds a type, or changes the payout of one that is there.
    function addAGIType(address nft, uint256 payoutPct) external onlyGovernance {
        if (payoutPct == 0 || payoutPct > MAX_PAYOUT_PCT) revert InvalidPercentage();
        uint256 index = _indexOf(nft);
        if (index < agiTypes.length) {
            agiTypes[index].payoutPct = payoutPct;
        } else {
            if (index >= maxAGITypes) revert MaxAGITypesReached();
            agiTypes.push(AGIType(nft, payoutPct));
        }
        emit AGITypeUpdated(nft, payoutPct);
    }

    function removeAGIType(address nft) external onlyGovernance {
        uint256 index = _indexOf(nft);
        if (index == agiTypes.length) revert AGITypeNotFound();
        agiTypes[index] = agiTypes[agiTypes.length - 1];
        agiTypes.pop();
        emit AGITypeRemoved(nft);
    }

    function getAGITypes() external view returns (AGIType[] memory types) {
        return agiTypes;
    }

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

    function _setValidationModule(address value) internal {
        if (!_isVersion2(value)) revert InvalidValidationModule();
        validationModule = value;
        emit ValidationModuleUpdated(value);
    }

    function _setModules(address registry, address dispute) internal {
        if (!_isVersion2(registry) || !_isVersion2(dispute)) revert InvalidModule();
        jobRegistry = registry;
        disputeModule = dispute;
        emit JobRegistryUpdated(registry);
        emit DisputeModuleUpdated(dispute);
        emit ModulesUpdated(registry, dispute);
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

    /// @return The place of `nft`, or the number of types when it is not there.
    function _indexOf(address nft) private view returns (uint256) {
        uint256 length = agiTypes.length;
        for (uint256 i = 0; i < length; i++) if (agiTypes[i].nft == nft) return i;
        return length;
    }

    /// @dev Zero is no version 2; an account without code reverts without a reason.
    function _isVersion2(address module) private view returns (bool) {
        return module != address(0) && IVersioned(module).version() == 2;
    }
}
