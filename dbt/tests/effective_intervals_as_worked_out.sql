-- A returned row is a set of weighted answers whose effective size or interval the macros miss.
-- Worked out beforehand in forty digits: weights 3 and 1; 1, 2, 3 and 4; eight of 0.5 and two of 2,
-- of which `top_two` is top two.
with

worked_out (weight, weight_square, sample_count, top_two, effective_count, low, high) as (

    values
    (4, 10, 2, 3, 1.6, 16.913789965235438, 97.788149833657501),
    (10, 30, 4, 4, 3.333333333, 9.1097732741487562, 81.598436073874744),
    (8, 10, 10, 5, 6.4, 27.793092802249967, 87.829681531099921)

),

counted as (

    select
        *,
        {{ kish_effective_count('weight', 'weight_square', 'sample_count') }} as computed_count
    from worked_out

),

computed as (

    select
        *,
        {{ wilson_percent('(1e0 * top_two / weight * computed_count)', 'computed_count', 'low') }}
            as computed_low,
        {{ wilson_percent('(1e0 * top_two / weight * computed_count)', 'computed_count', 'high') }}
            as computed_high
    from counted

)

select * from computed
where
    abs(computed_count - effective_count) > 1e-9
    or abs(computed_low - low) > 1e-7
    or abs(computed_high - high) > 1e-7
