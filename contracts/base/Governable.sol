// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Governable
/// @notice One governance address, handed over in a single step, with an `owner()` alias so that tools that only know
///         `Ownable` read and transfer it as well. Any non-zero address is accepted; there is no renouncing.
abstract contract Governable {
    address public governance;

    error ZeroAddress();
    error NotGovernance();

    event GovernanceUpdated(address indexed newGovernance);
    event OwnershipTransferred(address indexed previousOwner, address indexed newOwner);

    constructor(address _governance) {
        _setGovernance(_governance);
    }

    modifier onlyGovernance() {
        if (msg.sender != governance) revert NotGovernance();
        _;
    }

    function owner() public view returns (address) {
        return governance;
    }

    function setGovernance(address _governance) external onlyGovernance {
        _setGovernance(_governance);
    }

    function transferOwnership(address newOwner) external onlyGovernance {
        _setGovernance(newOwner);
    }

    function _setGovernance(address newGovernance) private {
        if (newGovernance == address(0)) revert ZeroAddress();
        address previous = governance;
        governance = newGovernance;
        emit GovernanceUpdated(newGovernance);
        emit OwnershipTransferred(previous, newGovernance);
    }
}
