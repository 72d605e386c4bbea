// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {PauserStorage} from "./PauserStorage.sol";

/// @title OwnablePausable
/// @notice An owned module that its owner or its pauser may pause. Neither `pause` nor `unpause` is idempotent.
abstract contract OwnablePausable is Ownable, Pausable, PauserStorage {
    error NotOwnerOrPauserManager();

    function setPauser(address _pauser) external {
        if (msg.sender != owner() && msg.sender != pauserManager) revert NotOwnerOrPauserManager();
        _setPauser(_pauser);
    }

    function setPauserManager(address manager) external onlyOwner {
        _setPauserManager(manager);
    }

    function pause() external {
        _requirePauser();
        _pause();
    }

    function unpause() external {
        _requirePauser();
        _unpause();
    }

    /// @dev Reverts unless the caller may pause. FeePool reports it with a custom error instead of this string.
    function _requirePauser() internal view virtual {
        require(_mayPause(msg.sender), "owner or pauser only");
    }

    function _mayPause(address account) internal view returns (bool) {
        return account == owner() || account == pauser;
    }
}
