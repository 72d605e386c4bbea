// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @notice Roles of OpenZeppelin's AccessControl; the deployer holds none of them.
contract RoleVault is AccessControl {
    bytes32 public constant OPERATOR_ROLE = keccak256("OPERATOR_ROLE");
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    /// @param minter holds a role from here on that no transaction of a user has granted.
    constructor(address admin, address operator, address minter) {
        _setRoleAdmin(MINTER_ROLE, OPERATOR_ROLE);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(OPERATOR_ROLE, operator);
        _grantRole(MINTER_ROLE, minter);
    }
}
