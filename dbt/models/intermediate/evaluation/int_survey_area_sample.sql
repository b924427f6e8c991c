with

samples as (

    select * from {{ ref('stg_survey_sample') }}

),

waves as (

    select * from {{ ref('int_survey_wave') }}

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}
    where ancestor_level != 'village'

),

final as (

    select
        samples.wave_id,
        ancestors.ancestor_code as area_code,
        samples.mode,
        {{ sums_of(['eligible_count', 'completed_count'], 'samples') }}
    from samples
    inner join waves on samples.wave_id = waves.wave_id
    inner join ancestors
        on
            samples.area_code = ancestors.area_code
            and {{ holds_on('ancestors', 'waves.fielded_to') }}
    group by samples.wave_id, ancestors.ancestor_code, samples.mode

)

select * from final
