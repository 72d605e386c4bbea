// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {Governable} from "./base/Governable.sol";
import {IProtocolToken, PROTOCOL_TOKEN} from "./base/ProtocolToken.sol";
import {StakeManagerBatch} from "./base/StakeManagerBatch.sol";
import {Role} from "./base/StakeManagerConfiguration.sol";

/// @title StakeManager
/// @notice Holds stakes in the protocol token, pays them back after the unbonding period, and lets governance slash
///         them. Amounts are wei.
contract StakeManager is StakeManagerBatch, ReentrancyGuard {
    using SafeERC20 for IERC20;

    struct Unbond {
        uint256 amt;
        uint64 unlockAt;
        bool jailed;
    }

    uint256 public constant version = 2;
    IERC20 public constant token = IERC20(PROTOCOL_TOKEN);

    mapping(address => mapping(Role => uint256)) public stakes;
    mapping(Role => uint256) public totalStakes;
    /// @notice One pending withdrawal for each user.
    mapping(address => Unbond) public unbonds;
    uint256 public operatorRewardPool;

    error BelowMinimumStake();
    error InsufficientRewardPool();
    error InsufficientStake();
    error InvalidAmount();
    error InvalidRecipient();
    error MaxStakeExceeded();
    error NoUnbond();
    error TokenNotBurnable();
    error UnbondLocked();
    error UnbondPending();

    event GovernanceSlash(
        address indexed user,
        Role indexed role,
        address indexed beneficiary,
        uint256 amount,
        uint256 pctBps,
        address caller
    );
    event OperatorSlashShareAllocated(address indexed user, Role indexed role, uint256 amount);
    event RewardPoolUpdated(uint256 balance);
    event Slash(address indexed agent, uint256 amount, address indexed validator);
    event SlashingStats(uint256 timestamp, uint256 minted, uint256 burned, uint256 redistributed, uint256 burnRatio);
    event StakeDeposited(address indexed user, Role indexed role, uint256 amount);
    event StakeSlashed(
        address indexed user,
        Role role,
        address indexed employer,
        address indexed treasury,
        uint256 employerShare,
        uint256 treasuryShare,
        uint256 operatorShare,
        uint256 validatorShare,
        uint256 burnShare
    );
    event StakeWithdrawn(address indexed user, Role indexed role, uint256 amount);
    event TokensBurned(bytes32 indexed jobId, uint256 amount);
    event WithdrawRequested(address indexed user, Role indexed role, uint256 amount, uint64 unlockAt);

    /// @param _minStake zero stands for `DEFAULT_MIN_STAKE`; also becomes the floor of auto-tuning.
    /// @param _employerSlashPct makes up exactly 100 % with `_treasurySlashPct`; both zero stand for 0 and 100.
    /// @param _treasury allow-listed here unless zero.
    constructor(
        uint256 _minStake,
        uint256 _employerSlashPct,
        uint256 _treasurySlashPct,
        address _treasury,
        address _jobRegistry,
        address _disputeModule,
        address _timelock
    ) Governable(_timelock) {
        if (_employerSlashPct == 0 && _treasurySlashPct == 0) _treasurySlashPct = 100;
        if (_toBps(_employerSlashPct) + _toBps(_treasurySlashPct) != 10_000) revert InvalidPercentage();
        minStakeFloor = _minStake == 0 ? DEFAULT_MIN_STAKE : _minStake;
        _setMinStake(minStakeFloor);
        _setSlashShares(_employerSlashPct, _treasurySlashPct, 0, 0, 0);
        if (_treasury != address(0)) {
            _setTreasuryAllowlist(_treasury, true);
            _setTreasury(_treasury);
        }
        if (_jobRegistry != address(0)) _setJobRegistry(_jobRegistry);
        if (_disputeModule != address(0)) _setDisputeModule(_disputeModule);
    }

    function isTaxExempt() external pure returns (bool) {
        return true;
    }

    function stakeOf(address user, Role role) external view returns (uint256) {
        return stakes[user][role];
    }

    function totalStake(Role role) external view returns (uint256) {
        return totalStakes[role];
    }

    function depositStake(Role role, uint256 amount) external whenNotPaused nonReentrant {
        if (amount == 0) revert InvalidAmount();
        uint256 staked = stakes[msg.sender][role] + amount;
        if (staked < _minimumOf(role)) revert BelowMinimumStake();
        if (maxStakePerAddress != 0 && staked > maxStakePerAddress) revert MaxStakeExceeded();
        stakes[msg.sender][role] = staked;
        totalStakes[role] += amount;
        token.safeTransferFrom(msg.sender, address(this), amount);
        emit StakeDeposited(msg.sender, role, amount);
    }

    /// @notice Starts the unbonding period. The stake counts, and can be slashed, until `finalizeWithdraw`.
    function requestWithdraw(Role role, uint256 amount) external whenNotPaused {
        if (unbonds[msg.sender].unlockAt != 0) revert UnbondPending();
        _requireRemainder(msg.sender, role, amount);
        uint64 unlockAt = uint64(block.timestamp + unbondingPeriod);
        unbonds[msg.sender] = Unbond(amount, unlockAt, false);
        emit WithdrawRequested(msg.sender, role, amount, unlockAt);
    }

    /// @notice Pays the requested amount, or what slashes have left of it.
    function finalizeWithdraw(Role role) external whenNotPaused nonReentrant {
        Unbond memory unbond = unbonds[msg.sender];
        if (unbond.unlockAt == 0) revert NoUnbond();
        if (block.timestamp < unbond.unlockAt) revert UnbondLocked();
        delete unbonds[msg.sender];
        uint256 staked = stakes[msg.sender][role];
        _withdraw(msg.sender, role, unbond.amt < staked ? unbond.amt : staked);
    }

    /// @notice Governance pays a user's stake back to the user at once.
    function acknowledgeAndWithdrawFor(
        address user,
        Role role,
        uint256 amount
    ) external onlyGovernance whenNotPaused nonReentrant {
        _requireRemainder(user, role, amount);
        _withdraw(user, role, amount);
    }

    /// @notice Takes `pctBps` basis points of a stake and shares them out as the slash shares say, the employer's to the
    ///         beneficiary. What no share claims is burned. An act, not a state: doing it twice takes twice.
    function governanceSlash(
        address user,
        Role role,
        uint256 pctBps,
        address beneficiary
    ) external onlyGovernance whenNotPaused nonReentrant returns (uint256 amount) {
        if (user == address(0)) revert InvalidUser();
        if (beneficiary == address(0)) revert InvalidRecipient();
        if (pctBps == 0 || pctBps > 10_000) revert InvalidPercentage();
        uint256 staked = stakes[user][role];
        if (staked == 0) revert InsufficientStake();
        amount = (staked * pctBps) / 10_000;
        if (amount == 0) revert InvalidAmount();
        _slash(user, role, amount, beneficiary);
        emit GovernanceSlash(user, role, beneficiary, amount, pctBps, msg.sender);
    }

    function fundOperatorRewardPool(uint256 amount) external onlyGovernance whenNotPaused nonReentrant {
        if (amount == 0) revert InvalidAmount();
        token.safeTransferFrom(msg.sender, address(this), amount);
        operatorRewardPool += amount;
        emit RewardPoolUpdated(operatorRewardPool);
    }

    function withdrawOperatorRewardPool(address to, uint256 amount) external onlyGovernance whenNotPaused nonReentrant {
        if (to == address(0)) revert InvalidRecipient();
        if (amount == 0) revert InvalidAmount();
        if (amount > operatorRewardPool) revert InsufficientRewardPool();
        operatorRewardPool -= amount;
        token.safeTransfer(to, amount);
        emit RewardPoolUpdated(operatorRewardPool);
    }

    function _minimumOf(Role role) private view returns (uint256) {
        uint256 minimum = roleMinimumStake[role];
        return minimum == 0 ? minStake : minimum;
    }

    /// @dev Reverts unless the amount is staked and leaves nothing or at least the minimum.
    function _requireRemainder(address user, Role role, uint256 amount) private view {
        if (amount == 0) revert InvalidAmount();
        uint256 staked = stakes[user][role];
        if (amount > staked) revert InsufficientStake();
        if (amount != staked && staked - amount < _minimumOf(role)) revert BelowMinimumStake();
    }

    function _withdraw(address user, Role role, uint256 amount) private {
        stakes[user][role] -= amount;
        totalStakes[role] -= amount;
        token.safeTransfer(user, amount);
        emit StakeWithdrawn(user, role, amount);
    }

    /// @dev A treasury that has left the allow-list stops every slash. No validator takes part, so the validators' share
    ///      is burned as well.
    function _slash(address user, Role role, uint256 amount, address employer) private {
        address to = treasury;
        if (to != address(0) && !treasuryAllowlist[to]) revert InvalidTreasury();
        uint256 employerShare = _slashShare(amount, employerSlashPct);
        uint256 treasuryShare = to == address(0) ? 0 : _slashShare(amount, treasurySlashPct);
        uint256 operatorShare = _slashShare(amount, operatorSlashPct);
        uint256 burnShare = amount - employerShare - treasuryShare - operatorShare;
        stakes[user][role] -= amount;
        totalStakes[role] -= amount;
        if (employerShare > 0) token.safeTransfer(employer, employerShare);
        if (treasuryShare > 0) token.safeTransfer(to, treasuryShare);
        if (operatorShare > 0) {
            operatorRewardPool += operatorShare;
            emit OperatorSlashShareAllocated(user, role, operatorShare);
            emit RewardPoolUpdated(operatorRewardPool);
        }
        if (burnShare > 0) _burn(burnShare);
        emit Slash(user, amount, address(0));
        emit StakeSlashed(user, role, employer, to, employerShare, treasuryShare, operatorShare, 0, burnShare);
        emit SlashingStats(block.timestamp, 0, burnShare, amount - burnShare, (burnShare * 1e18) / amount);
    }

    function _burn(uint256 amount) private {
        try IProtocolToken(PROTOCOL_TOKEN).burn(amount) {
            emit TokensBurned(bytes32(0), amount);
        } catch {
            revert TokenNotBurnable();
        }
    }
}
