// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice The protocol's token without `burn`.
contract UnburnableToken is ERC20("", "") {
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
