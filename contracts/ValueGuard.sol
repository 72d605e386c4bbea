// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ValueGuard
/// @notice Stands first in a batch that takes days to be approved and reverts all of it if a value that the plan depends on is
///         not what it was when the plan was reviewed. It holds nothing, owns nothing and can be used by everybody.
contract ValueGuard {
    struct Check {
        address target;
        /// @dev Calldata of a getter.
        bytes getter;
        /// @dev keccak256 of what the getter returned at the time of the review.
        bytes32 expected;
    }

    error ValueMoved(address target, bytes getter, bytes32 expected, bytes32 found);

    function requireUnchanged(Check[] calldata checks) external view {
        for (uint256 i = 0; i < checks.length; i++) {
            Check calldata check = checks[i];
            (bool ok, bytes memory answer) = check.target.staticcall(check.getter);
            bytes32 found = ok ? keccak256(answer) : bytes32(0);
            if (found != check.expected) revert ValueMoved(check.target, check.getter, check.expected, found);
        }
    }
}
