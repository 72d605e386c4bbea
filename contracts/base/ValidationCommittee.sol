// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {OwnablePausable} from "./OwnablePausable.sol";

/// @title ValidationCommittee
/// @notice Sizes of a committee, the windows in which it votes, and how many approvals it needs. Several setters
///         rewrite values other than their own, and some leave values behind that no setter would accept.
abstract contract ValidationCommittee is OwnablePausable {
    uint256 public constant DEFAULT_COMMIT_WINDOW = 30 minutes;
    uint256 public constant DEFAULT_REVEAL_WINDOW = 30 minutes;
    uint256 public constant DEFAULT_MIN_VALIDATORS = 3;
    uint256 public constant DEFAULT_MAX_VALIDATORS = 5;
    uint256 public constant DEFAULT_APPROVAL_THRESHOLD = 66;

    /// @notice Windows for committing and revealing votes (seconds).
    uint256 public commitWindow;
    uint256 public revealWindow;
    uint256 public minValidators;
    uint256 public maxValidators;
    uint256 public validatorsPerJob;
    uint256 public maxValidatorsPerJob = 100;
    /// @notice Share of a committee that must approve (per cent).
    uint256 public approvalThreshold = DEFAULT_APPROVAL_THRESHOLD;
    uint256 public requiredValidatorApprovals;
    /// @notice Whether `requiredValidatorApprovals` follows the threshold; setting the count switches it off.
    bool public autoApprovalTarget = true;
    /// @notice Share of a stake lost by a wrong vote (per cent).
    uint256 public validatorSlashingPercentage = 50;

    error InvalidApprovals();
    error InvalidApprovalThreshold();
    error InvalidCommitWindow();
    error InvalidPercentage();
    error InvalidRevealWindow();
    error InvalidSlashingPercentage();
    error InvalidValidatorBounds();
    error InvalidWindows();

    event ApprovalThresholdUpdated(uint256 pct);
    event AutoApprovalTargetUpdated(bool enabled);
    event CommitWindowUpdated(uint256 window);
    event MaxValidatorsPerJobUpdated(uint256 maxValidators);
    event ParametersUpdated(
        uint256 committeeSize,
        uint256 commitWindow,
        uint256 revealWindow,
        uint256 approvalThreshold,
        uint256 slashingPct
    );
    event RequiredValidatorApprovalsUpdated(uint256 count);
    event RevealWindowUpdated(uint256 window);
    event TimingUpdated(uint256 commitWindow, uint256 revealWindow);
    event ValidatorBoundsUpdated(uint256 minValidators, uint256 maxValidators);
    event ValidatorSlashingPctUpdated(uint256 pct);
    event ValidatorsPerJobUpdated(uint256 count);

    /// @dev Zero stands for the default of each value.
    constructor(uint256 commitDur, uint256 revealDur, uint256 minVals, uint256 maxVals) {
        commitWindow = commitDur == 0 ? DEFAULT_COMMIT_WINDOW : commitDur;
        revealWindow = revealDur == 0 ? DEFAULT_REVEAL_WINDOW : revealDur;
        minValidators = minVals == 0 ? DEFAULT_MIN_VALIDATORS : minVals;
        maxValidators = maxVals == 0 ? DEFAULT_MAX_VALIDATORS : maxVals;
        if (minValidators < 3 || maxValidators < minValidators) revert InvalidValidatorBounds();
        validatorsPerJob = minValidators;
        emit TimingUpdated(commitWindow, revealWindow);
        emit ValidatorBoundsUpdated(minValidators, maxValidators);
        emit ValidatorsPerJobUpdated(validatorsPerJob);
        _syncRequiredApprovals();
        emit ApprovalThresholdUpdated(approvalThreshold);
    }

    function setCommitRevealWindows(uint256 commitDur, uint256 revealDur) external onlyOwner {
        _setWindows(commitDur, revealDur);
    }

    function setTiming(uint256 commitDur, uint256 revealDur) external onlyOwner {
        _setWindows(commitDur, revealDur);
    }

    function setCommitWindow(uint256 commitDur) external onlyOwner {
        if (commitDur == 0) revert InvalidCommitWindow();
        commitWindow = commitDur;
        emit TimingUpdated(commitDur, revealWindow);
        emit CommitWindowUpdated(commitDur);
    }

    function setRevealWindow(uint256 revealDur) external onlyOwner {
        if (revealDur == 0) revert InvalidRevealWindow();
        revealWindow = revealDur;
        emit TimingUpdated(commitWindow, revealDur);
        emit RevealWindowUpdated(revealDur);
    }

    /// @notice Moves both bounds, and pulls `validatorsPerJob` between them.
    function setValidatorBounds(uint256 minVals, uint256 maxVals) external onlyOwner {
        if (minVals < 3 || maxVals < minVals || maxVals > maxValidatorsPerJob) revert InvalidValidatorBounds();
        minValidators = minVals;
        maxValidators = maxVals;
        uint256 count = validatorsPerJob;
        if (minVals == maxVals || count < minVals) {
            _storeValidatorsPerJob(minVals);
        } else if (count > maxVals) {
            _storeValidatorsPerJob(maxVals);
        }
        _syncRequiredApprovals();
        emit ValidatorBoundsUpdated(minVals, maxVals);
    }

    /// @notice Accepts any minimum from one to the maximum, and leaves `validatorsPerJob` where it is even if that is
    ///         below the new minimum.
    function setMinValidators(uint256 minVals) external onlyOwner {
        if (minVals == 0 || minVals > maxValidators) revert InvalidValidatorBounds();
        minValidators = minVals;
        emit ValidatorBoundsUpdated(minVals, maxValidators);
    }

    /// @notice Checks the minimum only: neither `maxValidatorsPerJob` nor `validatorsPerJob` counts.
    function setMaxValidators(uint256 maxVals) external onlyOwner {
        if (maxVals == 0 || maxVals < minValidators) revert InvalidValidatorBounds();
        maxValidators = maxVals;
        emit ValidatorBoundsUpdated(minValidators, maxVals);
    }

    function setValidatorsPerJob(uint256 count) external onlyOwner {
        if (count < 3 || count < minValidators || count > maxValidators || count > maxValidatorsPerJob) {
            revert InvalidValidatorBounds();
        }
        validatorsPerJob = count;
        _syncRequiredApprovals();
        emit ValidatorsPerJobUpdated(count);
    }

    /// @notice Lowers `validatorsPerJob` and `maxValidators` to the new limit, but not the required approvals.
    function setMaxValidatorsPerJob(uint256 max) external onlyOwner {
        if (max < minValidators) revert InvalidValidatorBounds();
        maxValidatorsPerJob = max;
        if (validatorsPerJob > max) _storeValidatorsPerJob(max);
        if (maxValidators > max) {
            maxValidators = max;
            emit ValidatorBoundsUpdated(minValidators, max);
        }
        emit MaxValidatorsPerJobUpdated(max);
    }

    function setApprovalThreshold(uint256 pct) external onlyOwner {
        if (pct == 0 || pct > 100) revert InvalidPercentage();
        approvalThreshold = pct;
        emit ApprovalThresholdUpdated(pct);
        _syncRequiredApprovals();
    }

    /// @notice Fixes the count. A count above the committee's size is silently lowered to it.
    function setRequiredValidatorApprovals(uint256 count) external onlyOwner {
        if (count == 0 || count > maxValidators) revert InvalidApprovals();
        if (autoApprovalTarget) {
            autoApprovalTarget = false;
            emit AutoApprovalTargetUpdated(false);
        }
        _storeRequiredApprovals(count > validatorsPerJob ? validatorsPerJob : count);
    }

    function setAutoApprovalTarget(bool enabled) external onlyOwner {
        if (autoApprovalTarget == enabled) return;
        autoApprovalTarget = enabled;
        emit AutoApprovalTargetUpdated(enabled);
        _syncRequiredApprovals();
    }

    function setValidatorSlashingPct(uint256 pct) external onlyOwner {
        if (pct > 100) revert InvalidPercentage();
        validatorSlashingPercentage = pct;
        emit ValidatorSlashingPctUpdated(pct);
    }

    /// @notice Sets minimum, maximum and committee size to one number, and both windows.
    function setParameters(uint256 validatorCount, uint256 commitDur, uint256 revealDur) external onlyOwner {
        _setSizeAndWindows(validatorCount, commitDur, revealDur);
    }

    /// @notice As the overload, then the threshold and the slash. The required approvals are computed before the new
    ///         threshold is stored and so still follow the old one.
    function setParameters(
        uint256 committeeSize,
        uint256 commitDur,
        uint256 revealDur,
        uint256 approvalPct,
        uint256 slashPct
    ) external onlyOwner {
        _setSizeAndWindows(committeeSize, commitDur, revealDur);
        if (approvalPct == 0 || approvalPct > 100) revert InvalidApprovalThreshold();
        if (slashPct > 100) revert InvalidSlashingPercentage();
        approvalThreshold = approvalPct;
        validatorSlashingPercentage = slashPct;
        emit ApprovalThresholdUpdated(approvalPct);
        emit ValidatorSlashingPctUpdated(slashPct);
        emit ParametersUpdated(committeeSize, commitDur, revealDur, approvalPct, slashPct);
    }

    function _setWindows(uint256 commitDur, uint256 revealDur) private {
        if (commitDur == 0 || revealDur == 0) revert InvalidWindows();
        commitWindow = commitDur;
        revealWindow = revealDur;
        emit TimingUpdated(commitDur, revealDur);
        emit CommitWindowUpdated(commitDur);
        emit RevealWindowUpdated(revealDur);
    }

    function _setSizeAndWindows(uint256 count, uint256 commitDur, uint256 revealDur) private {
        if (count < 3 || count > maxValidatorsPerJob) revert InvalidValidatorBounds();
        if (commitDur == 0 || revealDur == 0) revert InvalidWindows();
        (minValidators, maxValidators, validatorsPerJob) = (count, count, count);
        (commitWindow, revealWindow) = (commitDur, revealDur);
        _syncRequiredApprovals();
        emit ValidatorBoundsUpdated(count, count);
        emit ValidatorsPerJobUpdated(count);
        emit TimingUpdated(commitDur, revealDur);
    }

    function _storeValidatorsPerJob(uint256 count) private {
        validatorsPerJob = count;
        emit ValidatorsPerJobUpdated(count);
    }

    function _storeRequiredApprovals(uint256 count) private {
        requiredValidatorApprovals = count;
        emit RequiredValidatorApprovalsUpdated(count);
    }

    /// @dev Following the threshold: the rounded-up share of the committee. Otherwise: no more than the committee.
    function _syncRequiredApprovals() private {
        uint256 required = requiredValidatorApprovals;
        uint256 target =
            autoApprovalTarget
                ? (validatorsPerJob * approvalThreshold + 99) / 100
                : (required > validatorsPerJob ? validatorsPerJob : required);
        if (target != required) _storeRequiredApprovals(target);
    }
}
