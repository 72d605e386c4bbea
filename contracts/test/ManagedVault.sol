// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @notice A target of an AccessManager.
contract ManagedVault is AccessManaged {
    uint256 public fee;
    uint256 public cap;

    constructor(address manager) AccessManaged(manager) {}

    function setFee(uint256 newFee) external restricted {
        fee = newFee;
    }

    function setCap(uint256 newCap) external restricted {
        cap = newCap;
    }
}
