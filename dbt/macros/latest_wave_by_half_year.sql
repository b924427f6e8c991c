{#- `columns` of `figures` (a relation with wave_id and area_code) by area and half-year of the
    wave's last day in the field, with the wave and its quality flags. Where several waves of one
    half-year have a figure of the area, the latest counts. Dense: a row for each area of level town and above and each half-year from
    the first wave of all on, its `columns` empty where no wave has a figure. -#}
{% macro latest_wave_by_half_year(figures, columns) -%}
    with

    ranked as (
        select
            figures.area_code,
            figures.wave_id,
            waves.half_year,
            {% for column in columns %}
                figures.{{ column }},
            {% endfor %}
            row_number() over (
                partition by figures.area_code, waves.half_year
                order by waves.fielded_to desc, waves.wave_id desc
            ) as recency
        from {{ figures }} as figures
        inner join {{ ref('int_survey_wave') }} as waves on figures.wave_id = waves.wave_id
    ),

    first_wave as (
        select min(fielded_to) as fielded_to from {{ ref('int_survey_wave') }}
    )

    select
        subjects.subject_kind,
        subjects.subject_code,
        subjects.period_kind,
        subjects.period,
        subjects.period_from,
        subjects.period_to,
        {% for column in columns %}
            ranked.{{ column }},
        {% endfor %}
        ranked.wave_id,
        coalesce(flags.quality_flags, {{ empty_list() }}) as quality_flags
    from {{ ref('int_subject_period') }} as subjects
    inner join first_wave on subjects.period_to >= first_wave.fielded_to
    left join ranked
        on
            subjects.subject_code = ranked.area_code
            and subjects.period = ranked.half_year
            and ranked.recency = 1
    left join {{ ref('int_survey_flag') }} as flags on ranked.wave_id = flags.wave_id
    where
        subjects.subject_kind = 'area'
        and subjects.is_village is not true
        and subjects.period_kind = 'half_year'
{%- endmacro %}
