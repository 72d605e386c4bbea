// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title PauserStorage
/// @notice The pauser and the pauser's manager of a module. Zero is allowed for both. Who may set them is decided by the
///         contract that inherits, because owned and governed modules report a refusal with different errors.
abstract contract PauserStorage {
    address public pauser;
    address public pauserManager;

    event PauserUpdated(address indexed pauser);
    event PauserManagerUpdated(address indexed pauserManager);

    function _setPauser(address newPauser) internal {
        pauser = newPauser;
        emit PauserUpdated(newPauser);
    }

    function _setPauserManager(address manager) internal {
        pauserManager = manager;
        emit PauserManagerUpdated(manager);
    }
}
