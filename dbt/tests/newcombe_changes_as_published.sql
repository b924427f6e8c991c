-- A returned row is a published interval of a difference of two shares that the macros miss.
-- Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
with

published (one, of_one, other, of_other, low, high) as (

    values
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0),
    (10, 10, 0, 10, 0.6075, 1.0)

),

shares as (

    select
        *,
        {{ share_percent('one', 'of_one') }} as one_share,
        {{ wilson_percent('one', 'of_one', 'low') }} as one_low,
        {{ wilson_percent('one', 'of_one', 'high') }} as one_high,
        {{ share_percent('other', 'of_other') }} as other_share,
        {{ wilson_percent('other', 'of_other', 'low') }} as other_low,
        {{ wilson_percent('other', 'of_other', 'high') }} as other_high
    from published

),

computed as (

    select
        *,
        {{ newcombe_change(
            'one_share', 'one_low', 'one_high', 'other_share', 'other_low', 'other_high', 'low'
        ) }} as computed_low,
        {{ newcombe_change(
            'one_share', 'one_low', 'one_high', 'other_share', 'other_low', 'other_high', 'high'
        ) }} as computed_high
    from shares

)

select * from computed
where abs(computed_low / 100 - low) > 5e-5 or abs(computed_high / 100 - high) > 5e-5
