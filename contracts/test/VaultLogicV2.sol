// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {VaultLogic} from "./VaultLogic.sol";

/// @notice What a VaultProxy runs after an upgrade.
contract VaultLogicV2 is VaultLogic {
    function version() external pure returns (uint256) {
        return 2;
    }
}
