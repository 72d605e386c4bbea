// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC20Burnable, ERC20} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

/// @title GovernanceToken
/// @notice Local stand-in for the protocol's 18-decimals token. Its code is put at a fixed address without running the
///         constructor, so nothing here depends on constructor state; anybody may mint, which is why it is for local
///         chains only.
contract GovernanceToken is ERC20Burnable {
    constructor() ERC20("", "") {}

    function name() public pure override returns (string memory) {
        return "AGI ALPHA (local)";
    }

    function symbol() public pure override returns (string memory) {
        return "AGIALPHA";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
