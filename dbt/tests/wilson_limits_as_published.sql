-- A returned row is a published Wilson interval that the macro misses.
-- 65 of 100 and 35078 of 41980: UK Health Security Agency, tests of the package
-- PHEindicatormethods. The others: Newcombe (1998), Statistics in Medicine 17, 857-872, table I.
with

published (numerator, denominator, low, high, tolerance) as (

    values
    (65, 100, 0.55254443296888, 0.736357517569025, 1e-12),
    (35078, 41980, 0.83201210, 0.83910324, 1e-8),
    (81, 263, 0.2553, 0.3662, 5e-5),
    (15, 148, 0.0624, 0.1605, 5e-5),
    (0, 20, 0.0, 0.1611, 5e-5),
    (1, 29, 0.0061, 0.1718, 5e-5)

),

computed as (

    select
        *,
        {{ wilson_percent('numerator', 'denominator', 'low') }} / 100 as computed_low,
        {{ wilson_percent('numerator', 'denominator', 'high') }} / 100 as computed_high
    from published

)

select * from computed
where abs(computed_low - low) > tolerance or abs(computed_high - high) > tolerance
