// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GovernablePausable} from "./GovernablePausable.sol";
import {Role} from "./StakeManagerConfiguration.sol";

/// @title StakeManagerMinimums
/// @notice How much may be staked, in wei of the protocol token, and how long it stays bonded, in seconds.
abstract contract StakeManagerMinimums is GovernablePausable {
    uint256 public constant DEFAULT_MIN_STAKE = 1e18;

    uint256 public minStake;
    /// @notice Zero means no limit.
    uint256 public maxStakePerAddress;
    /// @notice Zero falls back to `minStake`.
    mapping(Role => uint256) public roleMinimumStake;
    uint256 public unbondingPeriod = 7 days;

    error InvalidMinStake();
    error InvalidParams();
    error InvalidPercentage();
    error InvalidUnbondingPeriod();
    error InvalidUser();
    error Unauthorized();

    event MaxStakePerAddressUpdated(uint256 maxStake);
    event MinStakeUpdated(uint256 minStake);
    event RoleMinimumUpdated(Role indexed role, uint256 minStake);
    event UnbondingPeriodUpdated(uint256 newPeriod);

    function setMinStake(uint256 _minStake) external onlyGovernance {
        _setMinStake(_minStake);
    }

    function setMaxStakePerAddress(uint256 maxStake) external onlyGovernance {
        _setMaxStakePerAddress(maxStake);
    }

    /// @notice `minStake` and `maxStakePerAddress` in one call.
    function setStakeRecommendations(uint256 newMin, uint256 newMax) external onlyGovernance {
        _setStakeRecommendations(newMin, newMax);
    }

    function setRoleMinimum(Role role, uint256 amount) external onlyGovernance {
        _setRoleMinimum(role, amount);
    }

    function setRoleMinimums(uint256 agent, uint256 validator, uint256 platform) external onlyGovernance {
        _setRoleMinimums(agent, validator, platform);
    }

    function setUnbondingPeriod(uint256 newPeriod) external onlyGovernance {
        _setUnbondingPeriod(newPeriod);
    }

    function _requirePauser() internal view override {
        if (!_mayPause(msg.sender)) revert Unauthorized();
    }

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

    function _setRoleMinimums(uint256 agent, uint256 validator, uint256 platform) internal {
        _setRoleMinimum(Role.Agent, agent);
        _setRoleMinimum(Role.Validator, validator);
        _setRoleMinimum(Role.Platform, platform);
    }

    function _setUnbondingPeriod(uint256 newPeriod) internal {
        if (newPeriod == 0) revert InvalidUnbondingPeriod();
        unbondingPeriod = newPeriod;
        emit UnbondingPeriodUpdated(newPeriod);
    }

    /// @dev The snapshot that is logged holds the minimum stake next to every share.
    function _emitParameters() internal virtual;
}
