// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Governable} from "./base/Governable.sol";

interface IPausableModule {
    function owner() external view returns (address);
    function pause() external;
    function unpause() external;
    function pauserManager() external view returns (address);
    function setPauser(address pauser) external;
    function setPauserManager(address manager) external;
}

interface IValidationFailover {
    function triggerFailover(uint256 jobId, uint8 action, uint64 extension, string calldata reason) external;
}

/// @title SystemPause
/// @notice Pauses and resumes the eight modules in one call, and makes calls on them for its governance.
contract SystemPause is Governable, ReentrancyGuard {
    address public jobRegistry;
    address public stakeManager;
    address public validationModule;
    address public disputeModule;
    address public platformRegistry;
    address public feePool;
    address public reputationEngine;
    address public arbitratorCommittee;
    address public activePauser;

    error GovernanceCallFailed(address target, bytes data);
    error InvalidArbitratorCommittee(address module);
    error InvalidDisputeModule(address module);
    error InvalidFeePool(address module);
    error InvalidJobRegistry(address module);
    error InvalidPauser(address pauser);
    error InvalidPlatformRegistry(address module);
    error InvalidReputationEngine(address module);
    error InvalidStakeManager(address module);
    error InvalidValidationModule(address module);
    error MissingSelector();
    error ModuleNotOwned(address module, address owner);
    error PauserManagerNotDelegated(address module);
    error UnknownGovernanceTarget(address target);

    event GovernanceCallExecuted(address indexed target, bytes4 indexed selector, bytes result);
    event ModulesUpdated(
        address jobRegistry,
        address stakeManager,
        address validationModule,
        address disputeModule,
        address platformRegistry,
        address feePool,
        address reputationEngine,
        address arbitratorCommittee
    );
    event PausersUpdated(address indexed pauser);
    event ValidationFailoverForwarded(uint256 indexed jobId, uint8 action, uint64 extension, string reason);

    /// @dev Neither ownership nor pausers are looked at here: a fresh deployment can be powerless until wired.
    constructor(
        address _jobRegistry,
        address _stakeManager,
        address _validationModule,
        address _disputeModule,
        address _platformRegistry,
        address _feePool,
        address _reputationEngine,
        address _arbitratorCommittee,
        address _governance
    ) Governable(_governance) {
        _store(
            [
                _jobRegistry,
                _stakeManager,
                _validationModule,
                _disputeModule,
                _platformRegistry,
                _feePool,
                _reputationEngine,
                _arbitratorCommittee
            ]
        );
    }

    function setModules(
        address _jobRegistry,
        address _stakeManager,
        address _validationModule,
        address _disputeModule,
        address _platformRegistry,
        address _feePool,
        address _reputationEngine,
        address _arbitratorCommittee
    ) external onlyGovernance {
        _store(
            [
                _jobRegistry,
                _stakeManager,
                _validationModule,
                _disputeModule,
                _platformRegistry,
                _feePool,
                _reputationEngine,
                _arbitratorCommittee
            ]
        );
        _setPausers(address(this));
        emit ModulesUpdated(
            jobRegistry,
            stakeManager,
            validationModule,
            disputeModule,
            platformRegistry,
            feePool,
            reputationEngine,
            arbitratorCommittee
        );
    }

    function refreshPausers() external onlyGovernance {
        _setPausers(address(this));
    }

    function setGlobalPauser(address pauser) external onlyGovernance {
        if (pauser == address(0)) revert InvalidPauser(pauser);
        _setPausers(pauser);
    }

    /// @notice Reverts as a whole when any module is already paused.
    function pauseAll() external onlyGovernance nonReentrant {
        address[8] memory modules = _modules();
        for (uint256 i = 0; i < 8; i++) IPausableModule(modules[i]).pause();
    }

    /// @notice Reverts as a whole when any module is not paused.
    function unpauseAll() external onlyGovernance nonReentrant {
        address[8] memory modules = _modules();
        for (uint256 i = 0; i < 8; i++) IPausableModule(modules[i]).unpause();
    }

    function executeGovernanceCall(
        address target,
        bytes calldata data
    ) external onlyGovernance nonReentrant returns (bytes memory result) {
        if (!_isModule(target)) revert UnknownGovernanceTarget(target);
        if (data.length < 4) revert MissingSelector();
        bool ok;
        (ok, result) = target.call(data);
        if (!ok) {
            if (result.length == 0) revert GovernanceCallFailed(target, data);
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
        emit GovernanceCallExecuted(target, bytes4(data[:4]), result);
    }

    function triggerValidationFailover(
        uint256 jobId,
        uint8 action,
        uint64 extension,
        string calldata reason
    ) external onlyGovernance nonReentrant {
        IValidationFailover(validationModule).triggerFailover(jobId, action, extension, reason);
        emit ValidationFailoverForwarded(jobId, action, extension, reason);
    }

    function _store(address[8] memory m) private {
        if (!_isContract(m[0])) revert InvalidJobRegistry(m[0]);
        if (!_isContract(m[1])) revert InvalidStakeManager(m[1]);
        if (!_isContract(m[2])) revert InvalidValidationModule(m[2]);
        if (!_isContract(m[3])) revert InvalidDisputeModule(m[3]);
        if (!_isContract(m[4])) revert InvalidPlatformRegistry(m[4]);
        if (!_isContract(m[5])) revert InvalidFeePool(m[5]);
        if (!_isContract(m[6])) revert InvalidReputationEngine(m[6]);
        if (!_isContract(m[7])) revert InvalidArbitratorCommittee(m[7]);
        jobRegistry = m[0];
        stakeManager = m[1];
        validationModule = m[2];
        disputeModule = m[3];
        platformRegistry = m[4];
        feePool = m[5];
        reputationEngine = m[6];
        arbitratorCommittee = m[7];
    }

    function _setPausers(address pauser) private {
        address[8] memory modules = _modules();
        for (uint256 i = 0; i < 8; i++) {
            address holder = IPausableModule(modules[i]).owner();
            if (holder != address(this)) revert ModuleNotOwned(modules[i], holder);
        }
        for (uint256 i = 0; i < 8; i++) {
            IPausableModule module = IPausableModule(modules[i]);
            if (module.pauserManager() != address(this)) {
                try module.setPauserManager(address(this)) {} catch {
                    revert PauserManagerNotDelegated(modules[i]);
                }
            }
            module.setPauser(pauser);
        }
        activePauser = pauser;
        emit PausersUpdated(pauser);
    }

    function _modules() private view returns (address[8] memory) {
        return
            [
                jobRegistry,
                stakeManager,
                validationModule,
                disputeModule,
                platformRegistry,
                feePool,
                reputationEngine,
                arbitratorCommittee
            ];
    }

    function _isModule(address target) private view returns (bool) {
        address[8] memory modules = _modules();
        for (uint256 i = 0; i < 8; i++) if (modules[i] == target) return true;
        return false;
    }

    function _isContract(address account) private view returns (bool) {
        return account != address(0) && account.code.length > 0;
    }
}
