// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @dev The protocol's token is a constant of every contract that pays with it, not a parameter. On a local chain the
///      code of `GovernanceToken` is put at this address.
address constant PROTOCOL_TOKEN = 0xA61a3B3a130a9c20768EEBF97E21515A6046a1fA;

interface IProtocolToken {
    function transfer(address to, uint256 amount) external returns (bool);
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
    function burn(uint256 amount) external;
}
