// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governable} from "./base/Governable.sol";

/// @title Thermostat
/// @notice A controller whose output, the system temperature (wad), stays in a band that governance sets.
contract Thermostat is Governable {
    enum Role {
        Agent,
        Validator,
        Operator,
        Employer
    }

    int256 public systemTemperature;
    int256 public minTemp;
    int256 public maxTemp;
    int256 public kp;
    int256 public ki;
    int256 public kd;
    int256 public integralMin = type(int256).min;
    int256 public integralMax = type(int256).max;
    int256 public wEmission = 1;
    int256 public wBacklog = 1;
    int256 public wSla = 1;
    /// @dev Zero means "follows the system temperature". Tools read slot 12, because the getter hides the difference.
    mapping(Role => int256) private roleTemps;
    int256 private _integral;
    int256 private _lastError;

    event IntegralBoundsUpdated(int256 integralMin, int256 integralMax);
    event KPIWeightsUpdated(int256 wEmission, int256 wBacklog, int256 wSla);
    event PIDUpdated(int256 kp, int256 ki, int256 kd);
    event RoleTemperatureUpdated(Role role, int256 temp);
    event TemperatureBoundsUpdated(int256 minTemp, int256 maxTemp);
    event TemperatureUpdated(int256 newTemp);
    event Tick(int256 emission, int256 backlog, int256 sla, int256 newTemp);

    /// @dev Only the band is checked: the first temperature may lie outside it, until the band or the temperature is set.
    constructor(int256 _temp, int256 _min, int256 _max, address _governance) Governable(_governance) {
        require(_min > 0 && _max > _min, "bounds");
        systemTemperature = _temp;
        minTemp = _min;
        maxTemp = _max;
    }

    function getRoleTemperature(Role r) external view returns (int256) {
        int256 own = roleTemps[r];
        return own == 0 ? systemTemperature : own;
    }

    function setPID(int256 _kp, int256 _ki, int256 _kd) external onlyGovernance {
        kp = _kp;
        ki = _ki;
        kd = _kd;
        emit PIDUpdated(_kp, _ki, _kd);
    }

    function setKPIWeights(int256 _wEmission, int256 _wBacklog, int256 _wSla) external onlyGovernance {
        wEmission = _wEmission;
        wBacklog = _wBacklog;
        wSla = _wSla;
        emit KPIWeightsUpdated(_wEmission, _wBacklog, _wSla);
    }

    function setSystemTemperature(int256 temp) external onlyGovernance {
        require(temp > 0 && temp >= minTemp && temp <= maxTemp, "temp");
        systemTemperature = temp;
        emit TemperatureUpdated(temp);
    }

    /// @notice Moves the system temperature into the new band, and logs it even if it stays; overrides of roles stay
    ///         where they are, outside the new band as well.
    function setTemperatureBounds(int256 _min, int256 _max) external onlyGovernance {
        require(_min > 0 && _max > _min, "bounds");
        minTemp = _min;
        maxTemp = _max;
        systemTemperature = _clamp(systemTemperature, _min, _max);
        emit TemperatureBoundsUpdated(_min, _max);
        emit TemperatureUpdated(systemTemperature);
    }

    function setIntegralBounds(int256 _min, int256 _max) external onlyGovernance {
        require(_max > _min, "bounds");
        integralMin = _min;
        integralMax = _max;
        emit IntegralBoundsUpdated(_min, _max);
    }

    function setRoleTemperature(Role r, int256 temp) external onlyGovernance {
        require(temp > 0 && temp >= minTemp && temp <= maxTemp, "bounds");
        roleTemps[r] = temp;
        emit RoleTemperatureUpdated(r, temp);
    }

    function unsetRoleTemperature(Role r) external onlyGovernance {
        delete roleTemps[r];
        emit RoleTemperatureUpdated(r, 0);
    }

    /// @notice One step of the controller. Errors are wad, gains and weights plain integers; the temperature moves, but
    ///         not out of its band.
    function tick(int256 emission, int256 backlog, int256 sla) external onlyGovernance {
        int256 error_ = wEmission * emission + wBacklog * backlog + wSla * sla;
        _integral = _clamp(_integral + error_, integralMin, integralMax);
        int256 delta = kp * error_ + ki * _integral + kd * (error_ - _lastError);
        _lastError = error_;
        systemTemperature = _clamp(systemTemperature + delta, minTemp, maxTemp);
        emit TemperatureUpdated(systemTemperature);
        emit Tick(emission, backlog, sla, systemTemperature);
    }

    function _clamp(int256 value, int256 low, int256 high) private pure returns (int256) {
        return
            value < low
                ? low
                : value > high
                    ? high
                    : value;
    }
}
