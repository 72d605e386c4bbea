// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {OwnablePausable} from "./base/OwnablePausable.sol";

/// @title PlatformRegistry
/// @notice Which platforms may register, with what stake (wei), by whom, and who is kept out.
contract PlatformRegistry is OwnablePausable {
    struct ConfigUpdate {
        bool setStakeManager;
        address stakeManager;
        bool setReputationEngine;
        address reputationEngine;
        bool setMinPlatformStake;
        uint256 minPlatformStake;
        bool setPauser;
        address pauser;
        bool setPauserManager;
        address pauserManager;
    }

    struct RegistrarConfig {
        address registrar;
        bool allowed;
    }

    struct BlacklistConfig {
        address operator;
        bool status;
    }

    uint256 public constant DEFAULT_MIN_PLATFORM_STAKE = 1e18;

    address public stakeManager;
    address public reputationEngine;
    uint256 public minPlatformStake;
    mapping(address => bool) public registrars;
    mapping(address => bool) public blacklist;

    event Blacklisted(address indexed operator, bool status);
    event ConfigurationApplied(
        address indexed caller,
        bool stakeManagerUpdated,
        bool reputationEngineUpdated,
        bool minStakeUpdated,
        bool pauserUpdated,
        bool pauserManagerUpdated,
        uint256 registrarUpdates,
        uint256 blacklistUpdates
    );
    event MinPlatformStakeUpdated(uint256 stake);
    event ModulesUpdated(address indexed stakeManager, address indexed reputationEngine);
    event RegistrarUpdated(address indexed registrar, bool allowed);
    event ReputationEngineUpdated(address indexed engine);
    event StakeManagerUpdated(address indexed stakeManager);

    /// @param _minStake zero stands for `DEFAULT_MIN_PLATFORM_STAKE`.
    constructor(address _stakeManager, address _reputationEngine, uint256 _minStake) Ownable(msg.sender) {
        if (_stakeManager != address(0)) _setStakeManager(_stakeManager);
        if (_reputationEngine != address(0)) _setReputationEngine(_reputationEngine);
        if (_stakeManager != address(0) || _reputationEngine != address(0)) _emitModules();
        _setMinPlatformStake(_minStake == 0 ? DEFAULT_MIN_PLATFORM_STAKE : _minStake);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function setStakeManager(address manager) external onlyOwner {
        _setStakeManager(manager);
        _emitModules();
    }

    function setReputationEngine(address engine) external onlyOwner {
        _setReputationEngine(engine);
        _emitModules();
    }

    function setMinPlatformStake(uint256 stake) external onlyOwner {
        _setMinPlatformStake(stake);
    }

    function setRegistrar(address registrar, bool allowed) external onlyOwner {
        _setRegistrar(registrar, allowed);
    }

    function setBlacklist(address operator, bool status) external onlyOwner {
        _setBlacklist(operator, status);
    }

    /// @notice Many settings at once or none.
    function applyConfiguration(
        ConfigUpdate calldata config,
        RegistrarConfig[] calldata registrarUpdates,
        BlacklistConfig[] calldata blacklistUpdates
    ) external onlyOwner {
        if (config.setStakeManager) _setStakeManager(config.stakeManager);
        if (config.setReputationEngine) _setReputationEngine(config.reputationEngine);
        if (config.setMinPlatformStake) _setMinPlatformStake(config.minPlatformStake);
        if (config.setPauser) _setPauser(config.pauser);
        if (config.setPauserManager) _setPauserManager(config.pauserManager);
        for (uint256 i = 0; i < registrarUpdates.length; i++) {
            _setRegistrar(registrarUpdates[i].registrar, registrarUpdates[i].allowed);
        }
        for (uint256 i = 0; i < blacklistUpdates.length; i++) {
            _setBlacklist(blacklistUpdates[i].operator, blacklistUpdates[i].status);
        }
        if (config.setStakeManager || config.setReputationEngine) _emitModules();
        emit ConfigurationApplied(
            msg.sender,
            config.setStakeManager,
            config.setReputationEngine,
            config.setMinPlatformStake,
            config.setPauser,
            config.setPauserManager,
            registrarUpdates.length,
            blacklistUpdates.length
        );
    }

    function _setStakeManager(address manager) private {
        stakeManager = manager;
        emit StakeManagerUpdated(manager);
    }

    function _setReputationEngine(address engine) private {
        reputationEngine = engine;
        emit ReputationEngineUpdated(engine);
    }

    function _emitModules() private {
        emit ModulesUpdated(stakeManager, reputationEngine);
    }

    function _setMinPlatformStake(uint256 stake) private {
        minPlatformStake = stake;
        emit MinPlatformStakeUpdated(stake);
    }

    function _setRegistrar(address registrar, bool allowed) private {
        registrars[registrar] = allowed;
        emit RegistrarUpdated(registrar, allowed);
    }

    function _setBlacklist(address operator, bool status) private {
        blacklist[operator] = status;
        emit Blacklisted(operator, status);
    }
}
