// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice OpenZeppelin's AccessManager as it is.
contract ProtocolAccessManager is AccessManager {
    constructor(address admin) AccessManager(admin) {}
}
