// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {Governable} from "./Governable.sol";
import {PauserStorage} from "./PauserStorage.sol";

/// @title GovernablePausable
/// @notice A governed module that its governance or its pauser may pause. Neither `pause` nor `unpause` is idempotent.
abstract contract GovernablePausable is Governable, Pausable, PauserStorage {
    error NotGovernanceOrPauserManager();

    function setPauser(address _pauser) external {
        if (msg.sender != governance && msg.sender != pauserManager) revert NotGovernanceOrPauserManager();
        _setPauser(_pauser);
    }

    function setPauserManager(address manager) external onlyGovernance {
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

    /// @dev Reverts unless the caller may pause; each module reports it with an error of its own.
    function _requirePauser() internal view virtual;

    function _mayPause(address account) internal view returns (bool) {
        return account == governance || account == pauser;
    }
}
