// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Governable} from "./base/Governable.sol";
import {PROTOCOL_TOKEN} from "./base/ProtocolToken.sol";

/// @title RewardEngineMB
/// @notice How the reward budget is shared between roles (wad shares that sum to exactly one). Some setters log nothing.
contract RewardEngineMB is Governable {
    enum Role {
        Agent,
        Validator,
        Operator,
        Employer
    }

    address public constant token = PROTOCOL_TOKEN;
    int256 public constant WAD = 1e18;
    uint256 public constant MAX_KAPPA = type(uint256).max / 1e18;

    mapping(Role => uint256) public roleShare;
    mapping(Role => int256) public mu;
    mapping(Role => int256) public baselineEnergy;
    uint256 public kappa = 1e18;
    uint256 public maxProofs = 100;
    int256 public temperature = 1e18;
    address public treasury;
    address public thermostat;
    address public feePool;
    address public reputation;
    address public energyOracle;
    mapping(address => bool) public settlers;

    error InvalidEnergyOracle();
    error InvalidFeePool();
    error InvalidReputationEngine();
    error InvalidRoleShareSum(uint256 sum);

    event BaselineEnergyUpdated(Role indexed role, int256 baseline);
    event EnergyOracleUpdated(address indexed energyOracle);
    event FeePoolUpdated(address indexed feePool);
    event KappaUpdated(uint256 newKappa);
    event MuUpdated(Role indexed role, int256 muValue);
    event ReputationEngineUpdated(address indexed reputationEngine);
    event RoleShareUpdated(Role indexed role, uint256 share);
    event SettlerUpdated(address indexed settler, bool allowed);
    event TreasuryUpdated(address indexed treasury);

    /// @dev No reference is checked here, unlike in the setters, and none is logged.
    constructor(
        address _thermostat,
        address _feePool,
        address _rep,
        address _oracle,
        address _governance
    ) Governable(_governance) {
        thermostat = _thermostat;
        feePool = _feePool;
        reputation = _rep;
        energyOracle = _oracle;
        roleShare[Role.Agent] = 65e16;
        roleShare[Role.Validator] = 15e16;
        roleShare[Role.Operator] = 15e16;
        roleShare[Role.Employer] = 5e16;
    }

    function setRoleShares(
        uint256 agentShare,
        uint256 validatorShare,
        uint256 operatorShare,
        uint256 employerShare
    ) external onlyGovernance {
        roleShare[Role.Agent] = agentShare;
        roleShare[Role.Validator] = validatorShare;
        roleShare[Role.Operator] = operatorShare;
        roleShare[Role.Employer] = employerShare;
        _requireWhole();
        emit RoleShareUpdated(Role.Agent, agentShare);
        emit RoleShareUpdated(Role.Validator, validatorShare);
        emit RoleShareUpdated(Role.Operator, operatorShare);
        emit RoleShareUpdated(Role.Employer, employerShare);
    }

    /// @notice Any single change breaks the sum, so this only ever accepts the share that is already there.
    function setRoleShare(Role r, uint256 share) external onlyGovernance {
        roleShare[r] = share;
        _requireWhole();
        emit RoleShareUpdated(r, share);
    }

    function setMu(Role r, int256 _mu) external onlyGovernance {
        mu[r] = _mu;
        emit MuUpdated(r, _mu);
    }

    function setBaselineEnergy(Role r, int256 baseline) external onlyGovernance {
        baselineEnergy[r] = baseline;
        emit BaselineEnergyUpdated(r, baseline);
    }

    function setKappa(uint256 _kappa) external onlyGovernance {
        require(_kappa > 0, "kappa");
        require(_kappa <= MAX_KAPPA, "kappa overflow");
        kappa = _kappa;
        emit KappaUpdated(_kappa);
    }

    function setMaxProofs(uint256 max) external onlyGovernance {
        maxProofs = max;
    }

    function setTreasury(address _treasury) external onlyGovernance {
        require(_treasury != address(0), "treasury");
        treasury = _treasury;
        emit TreasuryUpdated(_treasury);
    }

    /// @notice Zero turns the thermostat off; `temperature` is used instead.
    function setThermostat(address _thermostat) external onlyGovernance {
        thermostat = _thermostat;
    }

    function setTemperature(int256 temp) external onlyGovernance {
        require(temp > 0, "temp");
        temperature = temp;
    }

    function setFeePool(address _feePool) external onlyGovernance {
        if (_feePool == address(0)) revert InvalidFeePool();
        feePool = _feePool;
        emit FeePoolUpdated(_feePool);
    }

    function setReputationEngine(address _reputation) external onlyGovernance {
        if (_reputation == address(0)) revert InvalidReputationEngine();
        reputation = _reputation;
        emit ReputationEngineUpdated(_reputation);
    }

    function setEnergyOracle(address _energyOracle) external onlyGovernance {
        if (_energyOracle == address(0)) revert InvalidEnergyOracle();
        energyOracle = _energyOracle;
        emit EnergyOracleUpdated(_energyOracle);
    }

    function setSettler(address settler, bool allowed) external onlyGovernance {
        settlers[settler] = allowed;
        emit SettlerUpdated(settler, allowed);
    }

    function _requireWhole() private view {
        uint256 sum =
            roleShare[Role.Agent] + roleShare[Role.Validator] + roleShare[Role.Operator] + roleShare[Role.Employer];
        if (sum != 1e18) revert InvalidRoleShareSum(sum);
    }
}
