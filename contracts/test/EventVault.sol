// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @notice A set whose members nobody can list: only its events name them, the first in the constructor.
contract EventVault is Ownable {
    mapping(address account => bool) public keepers;

    event KeeperUpdated(address indexed account, bool kept);

    constructor(address owner, address first) Ownable(owner) {
        _set(first, true);
    }

    function setKeeper(address account, bool kept) external onlyOwner {
        _set(account, kept);
    }

    function _set(address account, bool kept) private {
        keepers[account] = kept;
        emit KeeperUpdated(account, kept);
    }
}
