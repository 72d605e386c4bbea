// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice A module that belongs to whoever asks, and lets nobody name the manager of its pauser.
contract UndelegatedModule {
    address public pauserManager;

    error Refused();

    function owner() external view returns (address) {
        return msg.sender;
    }

    function setPauserManager(address) external pure {
        revert Refused();
    }
}
